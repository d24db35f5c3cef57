"""
The releases of one stack, kept outside the checkout.

::

    releases/current            number of the release that runs
    releases/underway           there while an update has not succeeded
    releases/0003/release.json  the record
    releases/0003/images.json   the resolved images
    releases/0003/config.yaml   the settings, secrets in them encrypted
    releases/0003/source/       what the program reads
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap import private_files
from tools.release.errors import ReleaseError
from tools.release.record import Release, from_json, to_json

KEPT = 10
RECORD = "release.json"
IMAGES = "images.json"
CONFIG = "config.yaml"
SOURCE = "source"


@dataclass(frozen=True)
class History:
    """The releases of one stack, in *folder*."""

    folder: Path

    @property
    def _current(self) -> Path:
        return self.folder / "current"

    @property
    def _underway(self) -> Path:
        return self.folder / "underway"

    def home(self, number: int) -> Path:
        """Return the folder of one release."""
        return self.folder / f"{number:04d}"

    def all(self) -> dict[int, Release]:
        """
        Return every release that is kept, by number.

        Raises:
            ReleaseError: When a record is damaged.
        """
        found = sorted(self.folder.glob(f"[0-9]*/{RECORD}"))
        releases = [from_json(path.read_text(), path) for path in found]
        return {release.number: release for release in releases}

    def current(self) -> Release | None:
        """
        Return the release of the last successful update.

        Raises:
            ReleaseError: When it is named, but gone or damaged.
        """
        try:
            number = int(self._current.read_text())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise ReleaseError(
                f"{self._current} is damaged ({error}); remove it and run `make up`"
            ) from error
        path = self.home(number) / RECORD
        if not path.exists():
            raise ReleaseError(f"{path} is gone; run `make up`, which records anew")
        return from_json(path.read_text(), path)

    @property
    def is_underway(self) -> bool:
        """Whether the last update has not succeeded (yet)."""
        return self._underway.exists()

    def begin(self) -> None:
        """Take note that an update begins."""
        private_files.replace(self._underway, "")

    def settle(self, number: int) -> None:
        """Take note that the update to release *number* has succeeded."""
        private_files.replace(self._current, f"{number}\n")
        self._underway.unlink(missing_ok=True)

    def next_number(self) -> int:
        """Return the number of the next release; none is used twice."""
        numbers = [int(path.name) for path in self.folder.glob("[0-9]*")]
        return max(numbers, default=0) + 1

    def add(
        self,
        release: Release,
        texts: Mapping[str, str],
        copy_source: Callable[[Path], None],
    ) -> None:
        """
        Keep *release*, whole or not at all, and forget the oldest.

        Args:
            texts: Content by file name.
            copy_source: Fills the folder that it is given.
        """
        private_files.private_folder(self.folder)
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            copy_source(scratch / SOURCE)
            for name, text in {**texts, RECORD: to_json(release)}.items():
                private_files.replace(scratch / name, text)
            scratch.rename(self.home(release.number))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        for number in superseded(sorted(self.all()), release, KEPT):
            shutil.rmtree(self.home(number))


def superseded(numbers: Sequence[int], current: Release, keep: int) -> list[int]:
    """Return the releases to forget: the oldest, but never the one before."""
    old = list(numbers[:-keep])
    return [number for number in old if number != current.previous]


def target(
    releases: Mapping[int, Release],
    current: Release | None,
    *,
    underway: bool,
    wanted: int | None,
) -> Release:
    """
    Return the release that a rollback goes to.

    Args:
        underway: Whether an update has failed, or was cut off, since *current*.
        wanted: A number that somebody asked for.

    Raises:
        ReleaseError: When there is none; says what to do.
    """
    if current is None:
        raise ReleaseError(
            "there is no release to go back to: no update of this stack has succeeded"
            " yet; `make up` records one"
        )
    number = wanted
    if number is None:
        # A failed update left something between the two: the last good one is it.
        number = current.number if underway else current.previous
    known = ", ".join(map(str, sorted(releases))) or "none"
    if number is None:
        raise ReleaseError(
            f"there is no release before {current}: it is the first one. Check the"
            " wanted revision out and run `make up`, which records each change"
        )
    if number not in releases:
        raise ReleaseError(
            f"there is no release {number}; kept are: {known}. Check the wanted"
            " revision out and run `make up`"
        )
    if number == current.number and not underway:
        raise ReleaseError(f"{current} is what runs; kept are: {known}")
    return releases[number]
