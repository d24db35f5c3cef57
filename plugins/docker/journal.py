"""Notes of what is being made, so that a killed update can be cleaned up after."""

import fcntl
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from plugins.docker.errors import LeftBehind


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """
    Something that is being made and that Pulumi does not know of yet.

    Attributes:
        token: Its resource type.
        mark: Label that tells it from everything else of that name.
        host: The engine it is made on.
    """

    token: str
    name: str
    mark: str
    host: str


class Journal:
    """
    A folder with a file per thing that is being made.

    Its writer holds a lock on the file; a file without a lock is what a killed
    process left.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def noted(self, note: Note) -> Iterator[None]:
        """
        Keep *note* while the body makes the thing, and after it if that left it behind.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{uuid.uuid4().hex}.json"
        draft = path.with_suffix(".draft")
        with draft.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            json.dump(asdict(note), file)
            file.flush()
            # Only now, locked and whole, can another process see it.
            draft.rename(path)
            kept = False
            try:
                yield
            except LeftBehind:
                kept = True
                raise
            finally:
                if not kept:
                    path.unlink(missing_ok=True)

    def abandoned(self, host: str) -> Iterator[Note]:
        """Yield each note of a dead process about *host*; it is gone afterwards."""
        for path in sorted(self._folder.glob("*.json")):
            try:
                file = path.open("r+")
            except FileNotFoundError:
                continue
            with file:
                note = _note(file) if _lock(file) else None
                if note is not None and note.host == host:
                    yield note
                    path.unlink(missing_ok=True)


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _note(file: TextIO) -> Note | None:
    try:
        return Note(**json.load(file))
    except (ValueError, TypeError):
        return None


def journal_folder(environment: Mapping[str, str]) -> Path:
    """Return where the notes are, beside Pulumi's own working files."""
    home = environment.get("PULUMI_HOME") or Path.home() / ".pulumi"
    return Path(home) / "docker-plugin-unfinished"
