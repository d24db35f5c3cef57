"""
How soon a fault of a made-up shop is told, how often nothing is told as anomaly.

The shop of the unit tests: seeded, stochastic, with faults to order. What the
deployed stack does is measured by its scenarios; this is over many more seeds.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from aiops.domain.anomalies import Anomaly
from aiops.domain.diagnosis.model import Case
from aiops.domain.telemetry import SpanRecord
from aiops.domain.windows.calls import CallJoiner
from aiops.domain.windows.window import EdgeKey, EdgeWindow
from aiops.services.analysis import Analysis
from aiops.services.diagnosis import diagnose
from tests.benchmarks.detector_cost import HEAD, PAGE
from tests.benchmarks.platform_report import conditions, save, table
from tests.unit.aiops.observing import ROUND_S, START_S, last_told, watch
from tests.unit.aiops.shop import Fault, Shop, day

QUIET_S, FAULT_S = 180.0, 75.0
# From the first telling to the diagnosis.
SETTLE_S = 10.0

FAULTS: dict[str, tuple[str, Callable[[float], Fault]]] = {
    "payment 500 ms slower": ("payment", lambda s: _payment(s, slower_s=0.5)),
    "payment 50 ms slower": ("payment", lambda s: _payment(s, slower_s=0.05)),
    "payment fails, all": ("payment", lambda s: _payment(s, fails=1.0)),
    "payment fails, 20 %": ("payment", lambda s: _payment(s, fails=0.2)),
    "payment hangs": ("payment", lambda s: _payment(s, hangs=True)),
    "inventory fails, 50 %": (
        "inventory",
        lambda s: Fault(operation="inventory", start_s=s, fails=0.5),
    ),
    "rare operation fails, all": (
        "products",
        lambda s: Fault(operation="restock", start_s=s, fails=1.0),
    ),
}


def _payment(start_s: float, **what: object) -> Fault:
    return Fault(operation="payment", start_s=start_s, **what)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of one run: seconds to the first telling, None for never; cause first or not."""

    delay_s: float | None
    false: int
    cause_first: bool


def run(seed: int, service: str, fault: Callable[[float], Fault]) -> Outcome:
    """Run one fault."""
    begin_s = START_S + QUIET_S + 5 * np.random.default_rng(seed).random()
    analysis, joiner = Analysis(), CallJoiner()
    told: dict[tuple[object, ...], tuple[float, Anomaly]] = {}
    spans: list[SpanRecord] = []
    edges: dict[EdgeKey, EdgeWindow] = {}
    first_s, shop = None, Shop(seed=seed, faults=[fault(begin_s)])
    for at_s, arrived in shop.run(START_S, begin_s + FAULT_S):
        now_s = at_s + ROUND_S
        spans += arrived
        for call in joiner.add(arrived, now_s=now_s):
            edges.setdefault(call.edge, EdgeWindow()).calls += 1
        for anomaly in analysis.round(arrived, now_s=now_s).anomalies:
            told[anomaly.key] = (told.get(anomaly.key, (now_s,))[0], anomaly)
        true = [first for first, _ in told.values() if first >= begin_s]
        first_s = min(true, default=None)
        if first_s is not None and now_s >= first_s + SETTLE_S:
            break
    found = [a for first, a in told.values() if first >= begin_s]
    onset_s = min((a.started_s for a in found), default=begin_s)
    causes = diagnose(
        Case(onset_s=onset_s, anomalies=found, spans=spans, edges=edges)
    ).causes
    return Outcome(
        delay_s=None if first_s is None else first_s - begin_s,
        false=sum(first < begin_s for first, _ in told.values()),
        cause_first=bool(causes) and causes[0].service == service,
    )


def usual_hour(seed: int) -> int:
    """Return how many anomalies are told in an hour in which nothing is wrong."""
    at = START_S
    shop = Shop(
        seed=seed,
        rate=day(4, 20, 1200),
        restarts=[("payment", at + 700 + seed), ("products", at + 2000)],
        gaps=[(at + 1500, at + 1512), (at + 2600, at + 2603)],
    )
    return len(last_told(watch(shop, 3600, season_s=1200)))


def section(
    rows: Sequence[Sequence[object]], hours: int, false: int, words: str
) -> str:
    """Return the result as a section of a page."""
    headings = ("Fault", "Runs", "Told", "Median, s", "Longest, s", "Cause first")
    return "\n\n".join(
        (
            "## Delay of detection",
            f"`python -m tests.benchmarks.detection_delay {words}`",
            table(headings, [tuple(row) for row in rows]),
            f"{hours} hours in which nothing was wrong, a day of 20 minutes, bursts, "
            f"restarts and lost spans: anomalies told: {false}.",
            "A made-up shop of eight operations and 20 requests/s in windows of 5 s, "
            "learnt from for 3 minutes; *Cause first* is asked 10 s after the telling.",
            conditions(),
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10, help="of each fault")
    parser.add_argument("--hours", type=int, default=10, help="without a fault")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    rows, early = [], 0
    for name, (service, fault) in FAULTS.items():
        found = [run(seed, service, fault) for seed in range(given.runs)]
        delays = [each.delay_s for each in found if each.delay_s is not None]
        early += sum(each.false for each in found)
        first = sum(each.cause_first for each in found)
        rows.append(
            (
                name,
                given.runs,
                len(delays),
                f"{np.median(delays):.1f}",
                f"{max(delays):.1f}",
                f"{first}",
            )
        )
        print(*rows[-1], flush=True)
    false = sum(usual_hour(100 + seed) for seed in range(given.hours)) + early
    text = section(
        rows, given.hours, false, f"--runs {given.runs} --hours {given.hours}"
    )
    print(text)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(HEAD)
        save("detection-delay", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
