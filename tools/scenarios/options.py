"""The command line, checked before anything is done."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.scenarios.cases.order import BY_NAME, SCENARIOS
from tools.scenarios.folder import PARENT
from tools.scenarios.model import Scenario

_MOST_MINUTES = 60 * 24


@dataclass(frozen=True, kw_only=True)
class Options:
    """
    What to run.

    Attributes:
        alerts: Whether faults last until Prometheus's alert fires.
        normal_minutes: Of a run without fault, at the end; 0 for none.
    """

    scenarios: tuple[Scenario, ...]
    alerts: bool
    normal_minutes: float
    warm_up_s: float | None
    out: Path | None
    plain: bool


def parse(arguments: Sequence[str]) -> Options:
    """Return the options; ends the program with all mistakes when there are any."""
    parser = _parser()
    given = parser.parse_args(arguments)
    mistakes = [
        f"--only: no scenario {name!r}; choose from {', '.join(BY_NAME)}"
        for name in given.only
        if name not in BY_NAME
    ]
    if not 0 <= given.normal <= _MOST_MINUTES:
        mistakes.append(f"--normal: {given.normal:g} is not 0 to {_MOST_MINUTES} min")
    if given.warm_up is not None and given.warm_up < 0:
        mistakes.append(f"--warm-up: {given.warm_up:g} s is below 0")
    if given.out is not None and given.out.exists():
        mistakes.append(f"--out: {given.out} exists; evidence is never written over")
    if mistakes:
        parser.error("\n  ".join(["", *mistakes]))
    wanted = () if given.no_faults else SCENARIOS
    if given.only:
        wanted = tuple(BY_NAME[name] for name in given.only)
    return Options(
        scenarios=wanted,
        alerts=not given.no_alerts,
        normal_minutes=given.normal,
        warm_up_s=given.warm_up,
        out=given.out,
        plain=given.plain,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make scenarios ARGS=…",
        description=(
            "Bring faults with known causes upon the running stack, and score what the"
            " engine tells of them."
        ),
        epilog="\n".join(
            [
                "scenarios, in this order:",
                *(f"  {each.name:24}{each.title}" for each in SCENARIOS),
                "",
                "exit status: 0 all goals met, 1 one was missed or could not be",
                "measured at all, 2 wrong options, 130 interrupted (every fault is",
                "ended, and what was seen until then is written)",
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="may be repeated"
    )
    parser.add_argument(
        "--no-alerts",
        action="store_true",
        help="do not wait for Prometheus's alerts: quicker, without the ratio",
    )
    parser.add_argument(
        "--normal",
        type=float,
        default=0.0,
        metavar="MINUTES",
        help="then run so long without fault, a day's pattern in ten minutes",
    )
    parser.add_argument(
        "--no-faults", action="store_true", help="only what --normal says"
    )
    parser.add_argument(
        "--warm-up",
        type=float,
        metavar="SECONDS",
        help="of usual traffic before the first fault (default: as needed)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=f"a folder that is not there yet (default: {PARENT}/<time>)",
    )
    parser.add_argument("--plain", action="store_true", help="lines, no progress bar")
    return parser
