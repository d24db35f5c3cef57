"""Where evidence is kept: a folder per run, never written over."""

import json
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tools.evidence.index import index
from tools.evidence.outcome import Outcome, timeline
from tools.evidence.page import page

PARENT = Path("evidence")
INDEX = "index.html"
TIMELINE = "timeline.json"


def new_folder(parent: Path, name: str, at: float) -> Path:
    """Make and return a folder that nobody has used: time, name, and a number."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at))
    for number in count(1):
        folder = parent / f"{stamp}-{name}{'' if number == 1 else f'-{number}'}"
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise AssertionError("numbers do not end")


def write(folder: Path, outcome: Outcome) -> Path:
    """Write all of *outcome* but its pictures, which are there; returns the page."""
    for name, said in outcome.documents.items():
        _write_json(folder / name, said)
    _write_json(folder / "signal.json", outcome.history)
    _write_json(folder / TIMELINE, timeline(outcome))
    summary = folder / INDEX
    summary.write_text(page(outcome, lambda name: (folder / name).read_bytes()))
    return summary


def write_index(folder: Path, outcomes: Sequence[tuple[str, Outcome]]) -> Path:
    """Write the page over several runs; returns it."""
    path = folder / INDEX
    path.write_text(index(outcomes))
    return path


def _write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
