"""`compare`: a page with the panels that an edit changes, before and after."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from previews import git
from previews.changes import Change, changes
from previews.commands.files import write
from previews.commands.options import DASHBOARDS
from previews.commands.progress import Progress
from previews.commands.session import Session, session
from previews.drawing.page import Drawing
from previews.errors import SettingsError
from previews.folder import of_texts, texts_of
from previews.model.dashboard import Dashboard
from previews.png import png
from previews.web import differences, pages
from previews.web.differences import Difference


def run(arguments: argparse.Namespace) -> int:
    """Compare; return 0 whether or not there is a difference."""
    old = _side(arguments.before)
    new = _side(arguments.after)
    with session(arguments) as opened:
        found = compared(opened, old, new, plain=arguments.plain)
    names = f"{arguments.before} → {arguments.after}"
    page = differences.page(found, names, opened.described)
    write(arguments.out / "index.html", page)
    if arguments.png:
        for each in found:
            _write_pictures(each, arguments.out)
    for each in found:
        for change in each.changes:
            sys.stdout.write(f"{differences.sentence(each, change)}\n")
    sys.stdout.write(
        f"{sum(len(each.changes) for each in found)} panels differ:"
        f" {arguments.out / 'index.html'}\n"
    )
    return 0


def _side(word: str) -> Mapping[str, Dashboard]:
    """Return the dashboards of a folder, or of a revision of the generated ones."""
    folder = Path(word)
    texts = texts_of(folder) if folder.is_dir() else git.texts_of(word, str(DASHBOARDS))
    found = of_texts(texts)
    if found.wrong:
        raise SettingsError("; ".join(found.wrong.values()))
    return found.by_uid


def differing(
    old: Mapping[str, Dashboard], new: Mapping[str, Dashboard]
) -> list[tuple[Dashboard | None, Dashboard | None, list[Change]]]:
    """Return both sides of each dashboard that differs, with its panels that do."""
    return [
        (old.get(uid), new.get(uid), found)
        for uid in dict.fromkeys([*new, *old])
        if (found := changes(old.get(uid), new.get(uid))) or uid not in old
        or uid not in new
    ]  # fmt: skip


def compared(
    opened: Session,
    old: Mapping[str, Dashboard],
    new: Mapping[str, Dashboard],
    *,
    plain: bool,
) -> list[Difference]:
    """Return each dashboard that differs, drawn on both sides with the same data."""
    pairs = differing(old, new)
    count = sum(len(each.panels) for *both, _ in pairs for each in both if each)
    progress = Progress(count, "panels", plain=plain)

    def drawn(dashboard: Dashboard | None) -> Drawing | None:
        return opened.draw(dashboard, progress.step) if dashboard else None

    return [
        Difference(before=drawn(before), after=drawn(after), changes=found)
        for before, after, found in pairs
    ]


def _write_pictures(difference: Difference, out: Path) -> None:
    for number, change in enumerate(difference.changes, 1):
        for side, drawing, position in sides(difference, change):
            picture = png(pages.panel(drawing, position))
            name = f"{drawing.dashboard.uid}-{number:02}-{side}.png"
            write(out / name, picture)


def sides(difference: Difference, change: Change) -> list[tuple[str, Drawing, int]]:
    """Return where a panel is drawn, before and after."""
    found = []
    if difference.before and change.before is not None:
        found.append(("before", difference.before, change.before))
    if difference.after and change.after is not None:
        found.append(("after", difference.after, change.after))
    return found
