"""Notifications as lines of JSON in a file of bounded length."""

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from notifications.errors import JournalError

Document = Mapping[str, Any]


class Journal:
    """
    Appends lines; writes the file anew when twice as many as needed are in it.

    A last line that a crash cut off is dropped, and so is any other that cannot be
    read: the page is no archive.
    """

    def __init__(self, path: Path | None, keep: int) -> None:
        self._path = path
        self._keep = keep
        self._lines: deque[str] = deque(maxlen=keep)
        self._written = 0

    def read(self, count: int) -> list[dict[str, Any]]:
        """
        Return the last *count* documents, oldest first, and tidy the file.

        Raises:
            JournalError: When the file cannot be read or written.
        """
        if self._path is None:
            return []
        try:
            text = self._path.read_text() if self._path.exists() else ""
            documents = list(_documents(text.splitlines()))[-count:]
            self._lines.extend(json.dumps(each) for each in documents)
            self._rewrite(self._path)
        except (OSError, UnicodeDecodeError) as error:
            raise JournalError(
                f"cannot use {self._path}: {error}; make its folder writable for this"
                " user, or delete the file"
            ) from error
        return documents

    def append(self, documents: Iterable[Document]) -> None:
        """Write *documents* at the end."""
        if self._path is None:
            return
        new = [json.dumps(document) for document in documents]
        self._lines.extend(new)
        try:
            self._write(self._path, new)
        except OSError as error:
            # They are shown all the same; an error would make them arrive again.
            print(f"cannot write {self._path}: {error}", file=sys.stderr)  # noqa: T201

    def _write(self, path: Path, new: list[str]) -> None:
        self._written += len(new)
        if self._written > 2 * self._keep:
            self._rewrite(path)
            return
        with path.open("a") as file:
            file.writelines(f"{line}\n" for line in new)

    def _rewrite(self, path: Path) -> None:
        scratch = path.with_name(f"{path.name}.new")
        scratch.write_text("".join(f"{line}\n" for line in self._lines))
        scratch.rename(path)
        self._written = len(self._lines)


def _documents(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found
