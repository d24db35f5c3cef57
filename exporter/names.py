"""Which service each container belongs to, from a file that may change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exporter.errors import NamesError
from exporter.parsing import container_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What people call a container."""

    name: str
    service: str


def parse(text: str) -> dict[str, Name]:
    """
    Return names by container id.

    Raises:
        NamesError: When *text* is not ``{"<id>": {"service": …, "name": …}}``.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise NamesError(f"the names file is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise NamesError(
            f"the names file holds a {type(document).__name__}; "
            "give an object with one entry per container id"
        )
    return {key: _name(key, entry) for key, entry in document.items()}


def _name(key: str, entry: object) -> Name:
    if container_id(key) != key:
        raise NamesError(f"names file: {key!r} is not a container id of 64 hex digits")
    if not isinstance(entry, dict):
        raise NamesError(f"names file: {key}: {entry!r} is not an object")
    for field in ("name", "service"):
        if not isinstance(entry.get(field), str) or not entry[field]:
            raise NamesError(
                f"names file: {key}: {field} is {entry.get(field)!r}; give a text"
            )
    return Name(name=entry["name"], service=entry["service"])


class NamesFile:
    """The names in use; a new content that is wrong leaves the last good ones."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self.names: Mapping[str, Name] = {}
        self.loaded = False

    def refresh(self) -> None:
        """
        Read the file again if it changed.

        Raises:
            NamesError: When the new content cannot be used; once per content.
        """
        try:
            stat = self._path.stat()
            seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if seen == self._seen:
                return
            self._seen, self.loaded = seen, False
            self.names = parse(self._path.read_text(encoding="utf-8"))
            self.loaded = True
        except FileNotFoundError:
            # Not written yet: the containers' ids are known only once they run.
            self._seen, self.loaded = None, False
        except (OSError, UnicodeDecodeError) as error:
            self._seen, self.loaded = None, False
            raise NamesError(f"the names file cannot be read: {error}") from error
