"""`draw`: every dashboard into a folder of pages and pictures."""

import argparse
import sys
from collections.abc import Collection, Mapping

from previews.commands.files import write
from previews.commands.progress import Progress
from previews.commands.session import Session, session
from previews.drawing import page as drawing_page
from previews.drawing.page import Drawing
from previews.errors import DashboardError
from previews.folder import of_texts, texts_of
from previews.model.dashboard import Dashboard
from previews.png import png
from previews.web import pages
from previews.web.pages import Site


def run(arguments: argparse.Namespace) -> int:
    """Draw; return 1 when a dashboard or a panel could not be drawn."""
    found = of_texts(texts_of(arguments.dashboards))
    chosen = _chosen(found.by_uid, arguments.only)
    with session(arguments) as opened:
        drawings = _draw_all(opened, chosen, plain=arguments.plain)
    site = Site(
        titles={f"{uid}.html": each.title for uid, each in chosen.items()},
        pictures={f"{uid}.html": f"{uid}.svg" for uid in chosen},
        home="index.html",
        wrong=found.wrong,
    )
    for uid, drawing in drawings.items():
        picture = drawing_page.picture(drawing)
        write(arguments.out / f"{uid}.svg", picture)
        page = pages.dashboard(drawing, site, f"{uid}.html")
        write(arguments.out / f"{uid}.html", page)
        if arguments.png:
            write(arguments.out / f"{uid}.png", png(picture))
    by_address = {f"{uid}.html": each for uid, each in chosen.items()}
    index = pages.index(site, by_address, f"From {opened.described}")
    write(arguments.out / "index.html", index)
    problems = [*found.wrong.values(), *_problems(drawings)]
    for problem in problems:
        _say(f"not drawn: {problem}")
    _say(f"{len(drawings)} dashboards are in {arguments.out / 'index.html'}")
    return 1 if problems else 0


def _chosen(
    dashboards: Mapping[str, Dashboard], only: Collection[str] | None
) -> Mapping[str, Dashboard]:
    for uid in only or ():
        if uid not in dashboards:
            known = ", ".join(sorted(dashboards))
            raise DashboardError(f"no dashboard {uid!r}; there is {known}")
    return {u: each for u, each in dashboards.items() if not only or u in only}


def _draw_all(
    opened: Session, dashboards: Mapping[str, Dashboard], *, plain: bool
) -> dict[str, Drawing]:
    count = sum(len(each.panels) for each in dashboards.values())
    progress = Progress(count, "panels", plain=plain)
    return {uid: opened.draw(each, progress.step) for uid, each in dashboards.items()}


def _problems(drawings: Mapping[str, Drawing]) -> list[str]:
    return [
        f"{uid}, {drawing.dashboard.panels[number].title}: {error}"
        for uid, drawing in drawings.items()
        for number, data in drawing.data.items()
        for error in data.errors
    ]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
