"""The folder of dashboards, read again when it changes."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from previews.errors import DashboardError
from previews.model import parse
from previews.model.dashboard import Dashboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboards:
    """
    What a folder holds.

    Attributes:
        by_uid: In the order of the titles.
        wrong: Messages by the name of a file that cannot be drawn.
        version: Another one whenever the folder changed.
    """

    by_uid: Mapping[str, Dashboard] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    version: int = 0


def of_texts(texts: Mapping[str, str]) -> Dashboards:
    """Return the dashboards of *texts*, JSON by file name."""
    found: dict[str, Dashboard] = {}
    wrong: dict[str, str] = {}
    for name, text in sorted(texts.items()):
        try:
            dashboard = parse.dashboard(text, name)
        except DashboardError as error:
            wrong[name] = str(error)
            continue
        if dashboard.uid in found:
            wrong[name] = f"{name}: uid {dashboard.uid} is taken; give another one"
        else:
            found[dashboard.uid] = dashboard
    ordered = sorted(found.values(), key=lambda each: each.title)
    return Dashboards(by_uid={each.uid: each for each in ordered}, wrong=wrong)


def texts_of(folder: Path) -> Mapping[str, str]:
    """
    Return the JSON files of *folder* by name.

    Raises:
        DashboardError: When it cannot be read, or holds none.
    """
    try:
        found = {
            path.name: path.read_text(encoding="utf-8")
            for path in sorted(folder.glob("*.json"))
        }
    except (OSError, UnicodeDecodeError) as error:
        raise DashboardError(f"cannot read {folder}: {error}") from error
    if not found:
        raise DashboardError(
            f"{folder} holds no dashboards (*.json); run `make gen`, or name another"
        )
    return found


class Folder:
    """A folder that may change at any moment; what was read last stays until then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[tuple[str, int, int], ...] | None = None
        self._dashboards = Dashboards()
        self._lock = threading.Lock()

    def current(self) -> Dashboards:
        """
        Return the dashboards that are there now.

        Raises:
            DashboardError: When the folder cannot be read, or holds none.
        """
        with self._lock:
            seen = self._fingerprint()
            if seen != self._seen:
                version = self._dashboards.version + 1
                found = of_texts(texts_of(self._path))
                self._dashboards = replace(found, version=version)
                self._seen = seen
            return self._dashboards

    def _fingerprint(self) -> tuple[tuple[str, int, int], ...]:
        stats = ((p.name, p.stat()) for p in sorted(self._path.glob("*.json")))
        try:
            return tuple((name, s.st_mtime_ns, s.st_size) for name, s in stats)
        except OSError as error:
            raise DashboardError(f"cannot read {self._path}: {error}") from error
