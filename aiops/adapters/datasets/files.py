"""Opens the files of a data set, packed or not."""

import csv
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


class DatasetError(Exception):
    """A folder or file that cannot be read as the set that was named."""


def exists(path: Path) -> bool:
    """Tell whether *path* is there, as it is or packed with xz."""
    return path.exists() or _packed(path).exists()


def open_text(path: Path) -> TextIO:
    """
    Open *path*, or the packed file beside it.

    Raises:
        DatasetError: Neither is there.
    """
    if path.exists():
        return path.open(encoding="utf-8", newline="")
    if _packed(path).exists():
        return lzma.open(_packed(path), "rt", encoding="utf-8", newline="")
    raise DatasetError(
        f"{path} is not there, nor {_packed(path).name}; is this the set's folder?"
    )


def read_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a CSV file, packed or not."""
    with open_text(path) as lines:
        yield from csv.reader(lines)


def _packed(path: Path) -> Path:
    return path.with_name(path.name + ".xz")
