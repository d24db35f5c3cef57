"""
How many signs of a few faults become one incident, and how often two become one.

Storms of made-up topologies with ground truth, see tests/unit/aiops/incidents/storm.py.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.detector_cost import HEAD, PAGE
from tests.benchmarks.platform_report import conditions, save, table
from tests.unit.aiops.incidents.storm import SERVICES, SIGNS, play, storm

# Shares of services that no detector notices, and of calls whose caller copes.
WEATHER = ((0.0, 0.0), (0.1, 0.0), (0.2, 0.3))
FIRST_SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    Of one storm.

    Attributes:
        merged: Faults that share an incident with another one.
        split: Incidents beyond one for each fault.
        first: Faults whose incident takes them for the root.
    """

    faults: int
    incidents: int
    signs: int
    merged: int
    split: int
    first: int


def run(seed: int, *, missed: float, damped: float) -> Outcome:
    """Play one storm, and compare with what is true."""
    weather = storm(seed, missed=missed, damped=damped)
    found = [each for each in play(weather).values() if not each.merged_into]
    held = [
        {sign.service for sign in each.signs} & set(weather.faults) for each in found
    ]
    return Outcome(
        faults=len(weather.faults),
        incidents=len(found),
        signs=sum(len(each.signs) for each in found),
        merged=sum(len(names) - 1 for names in held if len(names) > 1),
        split=max(0, len(found) - len(weather.faults)),
        first=len({each.root for each in found} & set(weather.faults)),
    )


def row(missed: float, damped: float, found: Sequence[Outcome]) -> tuple[object, ...]:
    """Return the line of the table for one kind of weather."""
    each = [outcome.signs / outcome.incidents for outcome in found]
    return (
        f"{missed:.0%}",
        f"{damped:.0%}",
        len(found),
        sum(outcome.faults for outcome in found),
        sum(outcome.incidents for outcome in found),
        f"{np.median(each):.0f}",
        f"{min(each):.0f}",
        sum(outcome.merged for outcome in found),
        sum(outcome.split for outcome in found),
        sum(outcome.first for outcome in found),
    )


def section(rows: Sequence[tuple[object, ...]], words: str) -> str:
    """Return the result as a section of a page."""
    headings = (
        "Not noticed",
        "Cope",
        "Storms",
        "Faults",
        "Incidents",
        "Signs per incident, median",
        "Least",
        "Merged wrongly",
        "Split",
        "Fault is root",
    )
    return "\n\n".join(
        (
            "## Storms",
            f"`python -m tests.benchmarks.storm {words}`",
            table(headings, rows),
            f"{SIGNS} alerts and anomalies of two to five independent faults on "
            f"{SERVICES} services, which begin within two minutes. *Not noticed* is "
            "the share of affected services of which only alerts tell, *Cope* that of "
            "calls whose caller does not feel its callee's failure. *Merged wrongly* "
            "counts faults that share the incident of another. Goal: at least 50 signs "
            "per incident, none merged.",
            conditions(),
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--storms", type=int, default=30, help="of each weather")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    rows = []
    for missed, damped in WEATHER:
        seeds = range(FIRST_SEED, FIRST_SEED + given.storms)
        found = [run(seed, missed=missed, damped=damped) for seed in seeds]
        rows.append(row(missed, damped, found))
        print(*rows[-1], flush=True)
    text = section(rows, f"--storms {given.storms}")
    print(text)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(HEAD)
        save("storms", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
