"""Small notes in the cache: which image id a content key gave, who answered."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.images.cache import write_json

# An offline machine is asked again after an hour, or on demand.
SILENCE_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRecord:
    """
    An image that was built or imported once.

    Attributes:
        id: Image id in the engine that it was made for.
        name: A name for people.
        revision: Revision of the sources that went in.
        official: The image that its program was taken out of, if it was.
    """

    id: str
    name: str
    revision: str = ""
    official: str = ""


def built_file(cache: Path, key: str, content_key: str) -> Path:
    """Return where the record of a built image lies."""
    return cache / "images" / f"{key}-{content_key}" / "image.json"


def imported_file(cache: Path, key: str) -> Path:
    """Return where the record of an imported image lies."""
    return cache / "images" / f"{key}-imported" / "image.json"


def read_record(file: Path) -> ImageRecord | None:
    """Return a record; None when there is none, or none that can be read."""
    content = _read(file)
    try:
        return ImageRecord(**content)
    except TypeError:
        return None


def write_record(file: Path, record: ImageRecord) -> None:
    """Keep a record."""
    write_json(file, asdict(record))


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


class Registries:
    """
    Remembers which registries answer, so that an offline machine waits only once.

    Args:
        answers: Asks a registry by its host; slow where nothing answers.
        ask_again: Forget what earlier runs found out.
    """

    def __init__(
        self, file: Path, answers: Callable[[str], bool], *, ask_again: bool = False
    ) -> None:
        self._file = file
        self._answers = answers
        self._silent: dict[str, float] = {} if ask_again else _read(file)
        self._known: dict[str, bool] = {}

    def silent(self, registry: str) -> bool:
        """Tell, without asking, whether *registry* was silent within the hour."""
        since = self._silent.get(registry)
        return isinstance(since, int | float) and time.time() - since < SILENCE_S

    def answers(self, registry: str) -> bool:
        """Tell whether *registry* answers; ask it once unless it was silent lately."""
        if registry not in self._known:
            self._known[registry] = not self.silent(registry) and self._ask(registry)
        return self._known[registry]

    def mark_silent(self, name: str) -> None:
        """Remember that *name* gave nothing."""
        self._silent[name] = time.time()
        write_json(self._file, self._silent)

    def _ask(self, registry: str) -> bool:
        if self._answers(registry):
            self._silent.pop(registry, None)
            return True
        self.mark_silent(registry)
        return False
