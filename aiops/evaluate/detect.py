"""Scores the series of a detection benchmark, point by point."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from aiops.adapters.datasets.nab import Series, read_series
from aiops.domain.detection.detector import Detector
from aiops.domain.detection.explored import Floats


def scored(series: Series) -> Floats:
    """Return a score in 0..1 per row, each from that row and earlier ones."""
    detector = Detector(1)
    return np.array(
        [
            detector.add(np.array([value]), at_s=at_s)[0]
            for value, at_s in zip(series.values, series.times_s, strict=True)
        ]
    )


def lines(root: Path) -> Iterator[str]:
    """Yield the prediction file of the NAB folder *root*, a line per row."""
    for series in read_series(root):
        for stamp, score in zip(series.stamps, scored(series), strict=True):
            yield json.dumps(
                {"file": series.name, "timestamp": stamp, "score": float(score)}
            )
