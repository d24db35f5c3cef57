"""
Reads the Numenta Anomaly Benchmark's series.

Source: Lavin, Ahmad: Evaluating Real-time Anomaly Detection Algorithms (2015).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from aiops.adapters.datasets.files import DatasetError, read_rows
from aiops.domain.detection.explored import Floats

_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """
    One labelled series, without its labels.

    Attributes:
        name: Folder and file, as the labels name it.
        stamps: As written in the file.
        times_s: Local time of an unknown place, in seconds since a midnight.
        values: In a unit of the series' own.
    """

    name: str
    stamps: tuple[str, ...]
    times_s: Floats
    values: Floats


def read_series(root: Path) -> Iterator[Series]:
    """
    Yield every series below *root*/data, in the order of their names.

    Raises:
        DatasetError: There is none, or a row is not a time and a number.
    """
    data = root / "data"
    names = {
        str(path.relative_to(data)).removesuffix(".xz")
        for path in data.glob("*/*.csv*")
    }
    if not names:
        raise DatasetError(f"{data} holds no */*.csv; is {root} the NAB folder?")
    for name in sorted(names):
        yield _series(data / name, name)


def _series(path: Path, name: str) -> Series:
    rows = list(read_rows(path))[1:]
    try:
        stamps = tuple(row[0] for row in rows)
        times = [(datetime.fromisoformat(s) - _EPOCH).total_seconds() for s in stamps]
        values = [float(row[1]) for row in rows]
    except (IndexError, ValueError) as error:
        raise DatasetError(
            f"{path}: a row is not a time and a number: {error}"
        ) from None
    return Series(
        name=name, stamps=stamps, times_s=np.array(times), values=np.array(values)
    )
