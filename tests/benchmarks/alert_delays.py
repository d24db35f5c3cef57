"""
Time each evidence scenario: seconds from the fault to pending, firing and notified.

With demo timing, the default scrape and evaluation intervals, and no pictures taken.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.alerting_stack import (
    Measured,
    alerting_stack,
    described,
    save_section,
)
from tests.benchmarks.platform_report import table
from tools.browser.chromium import BrowserError
from tools.evidence.cases import BY_NAME, CASES, Case
from tools.evidence.display import Lines
from tools.evidence.outcome import Outcome, Verdict
from tools.evidence.progress import Milestone
from tools.evidence.runner import Run
from tools.evidence.stack import Stack
from tools.traffic.interrupts import interruptible

_COLUMNS = (
    ("pending", Milestone.PENDING),
    ("firing", Milestone.FIRING),
    ("notified", Milestone.NOTIFIED),
    ("resolved", Milestone.RESOLVED),
    ("end notified", Milestone.RESOLUTION_NOTIFIED),
)


def no_picture(url: str, to: Path) -> None:
    """Take none: pictures prolong the fault."""
    raise BrowserError("pictures are not taken while delays are measured")


def measure(
    measured: Measured, cases: Sequence[Case], patience: float
) -> list[Outcome]:
    """Return what each scenario came to, one after the other."""
    stack = Stack(measured.addresses, measured.token)
    outcomes = []
    try:
        stack.check([case.alert.value for case in cases])
        for case in cases:
            with tempfile.TemporaryDirectory() as folder:
                run = Run(
                    stack,
                    case,
                    Path(folder),
                    Lines(case),
                    patience=patience,
                    take=no_picture,
                )
                outcomes.append(run.execute())
            if outcomes[-1].verdict is Verdict.INTERRUPTED:
                break
    finally:
        stack.close()
    return outcomes


def section(outcomes: Sequence[Outcome]) -> str:
    """Return the markdown of the result."""
    failed = [
        f"{o.case.name} {o.verdict.value}: {o.reason}."
        for o in outcomes
        if o.verdict is not Verdict.PASSED
    ]
    return "\n\n".join(
        [
            "## From the fault to the notification",
            "`python -m tests.benchmarks.alert_delays`: seconds since the fault"
            " began, with demo timing. Traffic before the fault is"
            " healthy, so a rate over five minutes has to rise first. After the"
            " notification the fault ends and healthy traffic goes on.",
            table(
                ("Scenario", "Alert", "`for`, s", *(name for name, _ in _COLUMNS)),
                [_row(outcome) for outcome in outcomes],
            ),
            *failed,
            described(),
        ]
    )


def _row(outcome: Outcome) -> tuple[str, ...]:
    seconds = outcome.seconds
    wait_s = "-" if outcome.rule is None else f"{outcome.rule.wait_s:.0f}"
    figures = (
        f"{seconds[milestone]:.0f}" if milestone in seconds else "-"
        for _, milestone in _COLUMNS
    )
    return outcome.case.name, outcome.case.alert.value, wait_s, *figures


def main() -> int:
    """Run the benchmark; return 1 when a scenario did not pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--stack", default="", help="a running one; else one of its own"
    )
    parser.add_argument("--scenario", choices=list(BY_NAME), action="append")
    parser.add_argument("--patience", type=float, default=1.0, help="of time limits")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args()
    cases = [BY_NAME[name] for name in given.scenario] if given.scenario else CASES
    with interruptible(), alerting_stack(given.stack) as measured:
        outcomes = measure(measured, cases, given.patience)
    text = section(outcomes)
    print(text)
    if given.save:
        save_section("alert-delays", text)
    return 0 if all(o.verdict is Verdict.PASSED for o in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
