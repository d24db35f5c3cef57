"""
Count false alarms: a normal run with a day's pattern, compressed, and no fault.

Every alert but Watchdog that fires is one, and the exit status is then 1.
"""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.alerts import Alert
from tests.benchmarks.alerting_stack import (
    Measured,
    alerting_stack,
    described,
    save_section,
)
from tests.benchmarks.platform_report import table
from tools.evidence.flow import Flow
from tools.evidence.prometheus import Point, Prometheus
from tools.traffic.interrupts import interruptible
from tools.traffic.pace import day
from tools.traffic.scenarios import DAY
from tools.traffic.summary import Answer, line

# Prometheus's evaluation interval by default.
_STEP_S = 15.0
_SAY_S = 60.0
_ALERTS = f'ALERTS{{alertname!="{Alert.WATCHDOG.value}"}}'


@dataclass(frozen=True, kw_only=True)
class Result:
    """
    One run.

    Attributes:
        fired: Seconds that each alert fired, by its labels as text.
        pended: The same for those that were pending only.
    """

    minutes: float
    days: float
    answers: Sequence[Answer]
    fired: Mapping[str, float]
    pended: Mapping[str, float]


def measure(
    measured: Measured, *, minutes: float, rate: float, day_length_s: float
) -> Result:
    """Send *minutes* of days to the shop, and return what alerted meanwhile."""
    prometheus = Prometheus(measured.addresses.prometheus)
    begin = time.time()
    try:
        with Flow(measured.addresses.shop) as flow:
            flow.send(replace(DAY, pace=day(day_length_s)), rate)
            while (left_s := begin + minutes * 60 - time.time()) > 0:
                time.sleep(min(left_s, _SAY_S))
                print(_said(prometheus, begin, flow.answers), flush=True)
        history = prometheus.history(_ALERTS, begin, time.time(), _STEP_S)
    finally:
        prometheus.close()
    fired = seconds_by_alert(history, "firing")
    pended = seconds_by_alert(history, "pending")
    return Result(
        minutes=minutes,
        days=minutes * 60 / day_length_s,
        answers=flow.answers,
        fired=fired,
        pended={name: s for name, s in pended.items() if name not in fired},
    )


def seconds_by_alert(
    history: Mapping[str, Sequence[Point]], state: str
) -> dict[str, float]:
    """Return how long each alert of *history* was in *state*."""
    mark = f"alertstate={state}"
    return {
        ", ".join(part for part in labels.split(", ") if part != mark): len(points)
        * _STEP_S
        for labels, points in history.items()
        if mark in labels.split(", ")
    }


def _said(prometheus: Prometheus, begin: float, answers: Sequence[Answer]) -> str:
    now = time.time()
    fired = [name for name in prometheus.fired(begin, now) if name != Alert.WATCHDOG]
    names = ", ".join(fired) or "no false alarm"
    return f"{(now - begin) / 60:5.1f} min, {len(answers)} requests: {names}"


def section(result: Result, words: str) -> str:
    """Return the markdown of the result."""
    sent = line("", "", result.answers)
    return "\n\n".join(
        [
            "## False alarms",
            f"`python -m tests.benchmarks.false_alarms {words}`",
            f"{result.minutes:g} minutes as {result.days:g} days, from night to noon to"
            " night, on every role, with purchases and restocks:"
            f" {sent.count} requests, {sent.ok} answered with success,"
            f" {sent.client_errors} with 4xx,"
            f" {sent.server_errors} with 5xx, {sent.unanswered} not at all; p95"
            f" {sent.p95_ms:.0f} ms. Alerts that fired, Watchdog aside:"
            f" **{len(result.fired)}**.",
            *_listed("Fired", result.fired),
            *_listed("Pending, never fired", result.pended),
            described(),
        ]
    )


def _listed(heading: str, alerts: Mapping[str, float]) -> list[str]:
    rows = [(f"`{name}`", f"{seconds:.0f}") for name, seconds in alerts.items()]
    return [table((heading, "seconds"), rows)] if rows else []


def main() -> int:
    """Run the benchmark; return 1 when there was a false alarm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--stack", default="", help="a running one; else one of its own"
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=20, help="at noon, per second")
    parser.add_argument("--day-length", type=float, default=600, help="seconds")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args()
    with interruptible(), alerting_stack(given.stack) as measured:
        result = measure(
            measured,
            minutes=given.minutes,
            rate=given.rate,
            day_length_s=given.day_length,
        )
    words = (
        f"--minutes {given.minutes:g} --rate {given.rate:g}"
        f" --day-length {given.day_length:g}"
    )
    text = section(result, words)
    print(text)
    if given.save:
        save_section("false-alarms", text)
    return 1 if result.fired else 0


if __name__ == "__main__":
    sys.exit(main())
