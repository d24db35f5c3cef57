"""Remembers which stage has passed what; outside the checkout."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.images.cache import write_json

# Of each stage: enough to go back and forth between some branches.
KEPT = 50


@dataclass(frozen=True, slots=True)
class Pass:
    """When a stage passed (seconds since the epoch), and how long it took."""

    at_s: float
    took_s: float


@dataclass(frozen=True, slots=True)
class Records:
    """What has passed, below *folder*."""

    folder: Path

    def find(self, stage: str, key: str) -> Pass | None:
        """Return the pass of *stage* with *key*; None if there was none."""
        try:
            found = json.loads(self._path(stage, key).read_text())
            return Pass(at_s=float(found["at_s"]), took_s=float(found["took_s"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, stage: str, key: str, took_s: float) -> None:
        """Remember a pass, and forget the oldest ones."""
        path = self._path(stage, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, {"at_s": time.time(), "took_s": took_s})
        for old in list(self._newest_first(path.parent))[KEPT:]:
            old.unlink(missing_ok=True)

    def _path(self, stage: str, key: str) -> Path:
        return self.folder / slug(stage) / f"{key}.json"

    def _newest_first(self, folder: Path) -> Iterator[Path]:
        found = ((path.stat().st_mtime, path) for path in folder.glob("*.json"))
        yield from (path for _, path in sorted(found, reverse=True))


def slug(name: str) -> str:
    """Return *name* as the name of a file."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
