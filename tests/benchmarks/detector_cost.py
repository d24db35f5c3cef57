"""
What the detector costs: microseconds per point, and bytes per series.

The very detector that is scored on the public sets, over many series at a time.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aiops.domain.detection.detector import Detector
from tests.benchmarks.platform_report import conditions, save, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks" / "aiops.md"
HEAD = """\
# Benchmarks of the engine's analyses

How they work: [docs/aiops.md](../aiops.md). Each section is written by the command that
it names.
"""
STEP_S = 30.0


def measure(series: int, ticks: int) -> tuple[float, float]:
    """Return microseconds per point and bytes per series."""
    detector = Detector(series)
    values = np.random.default_rng(7).normal(100.0, 10.0, (ticks + 100, series))
    for tick in range(100):  # the rings are full and the caches warm
        detector.add(values[tick], at_s=tick * STEP_S)
    began = time.perf_counter()
    for tick in range(100, ticks + 100):
        detector.add(values[tick], at_s=tick * STEP_S)
    seconds = time.perf_counter() - began
    return seconds / (series * ticks) * 1e6, detector.nbytes / series


def section(figures: Sequence[tuple[int, float, float]], words: str) -> str:
    """Return the result as a section of a page."""
    rows = [(count, f"{us:.2f}", f"{size:.0f}") for count, us, size in figures]
    return "\n\n".join(
        (
            "## Cost of the detector",
            f"`python -m tests.benchmarks.detector_cost {words}`",
            table(("Series", "µs per point", "Bytes per series"), rows),
            "Goal: at most 2 µs per point over 10,000 series, and 5 KiB per series.",
            f"{conditions()} numpy {np.__version__}.",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--series", type=int, nargs="+", default=[10, 100, 1000, 10_000]
    )
    parser.add_argument("--ticks", type=int, default=200)
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    figures = [(count, *measure(count, given.ticks)) for count in given.series]
    text = section(figures, f"--ticks {given.ticks}")
    print(text)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(HEAD)
        save("detector-cost", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
