"""The command line, checked before anything is sent."""

import argparse
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from tools.traffic.pace import day
from tools.traffic.scenarios import DAY, SCENARIOS, Scenario, chosen

MAX_RATE = 500.0
MAX_DURATION_S = 3600.0
MAX_THREADS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to send, where, and how much of it."""

    url: str
    rate: float
    duration_s: float
    threads: int
    seed: int
    token: str
    plain: bool
    scenarios: tuple[Scenario, ...]


def _epilog() -> str:
    rows = [f"  {s.name:15}{s.description}{_mark(s)}" for s in SCENARIOS]
    return "\n".join(
        [
            "scenarios:",
            *rows,
            "  * needs --token-file and a stack with pharos:simulation on; failures",
            "    are cleared at the end, also on Ctrl-C and SIGTERM",
            "",
            "exit status: 0 done, 1 nothing answered or the simulation was refused,",
            "2 wrong options, 130 interrupted",
        ]
    )


def _mark(scenario: Scenario) -> str:
    return " *" if scenario.failures else ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.traffic",
        description="Send a bounded amount of traffic to the shop's front door.",
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument(
        "--rate",
        type=float,
        default=20,
        help=f"requests per second at most, up to {MAX_RATE:g} (default: %(default)s)",
    )
    parser.add_argument(
        "--duration",
        type=float,
        default=60,
        help=f"seconds in all, up to {MAX_DURATION_S:g} (default: %(default)s)",
    )
    parser.add_argument(
        "--day-length",
        type=float,
        metavar="SECONDS",
        help="of a day in scenario day (default: all of its time is one day)",
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=16,
        help=f"requests in flight, up to {MAX_THREADS} (default: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the order of calls")
    parser.add_argument(
        "--scenario",
        action="append",
        default=[],
        metavar="NAME",
        help="may be given several times; they share the duration "
        "(default: all but drop and day)",
    )
    parser.add_argument(
        "--token-file",
        type=Path,
        help="file with the simulation token; without it no failures are simulated",
    )
    parser.add_argument(
        "--allow-remote", action="store_true", help="send to another machine too"
    )
    parser.add_argument("--plain", action="store_true", help="no progress bar")
    return parser


def parse(arguments: Sequence[str], token: str = "") -> Options:
    """
    Return the options; ends the program with all mistakes when there are any.

    Args:
        token: The simulation token that applies without --token-file.
    """
    parser = _parser()
    given = parser.parse_args(arguments)
    mistakes = [
        *_outside("--rate", given.rate, MAX_RATE),
        *_outside("--duration", given.duration, MAX_DURATION_S),
        *_outside("--threads", given.threads, MAX_THREADS),
        *_short_day(given.day_length),
        *wrong_url("--url", given.url, remote=given.allow_remote),
    ]
    scenarios: tuple[Scenario, ...] = ()
    try:
        token = given.token_file.read_text().strip() if given.token_file else token
        scenarios = chosen(tuple(given.scenario), token=bool(token))
    except OSError as error:
        mistakes.append(f"--token-file: {error}")
    except ValueError as error:
        mistakes.append(f"--scenario: {error}")
    if mistakes:
        parser.error("\n  ".join(["", *mistakes]))
    return Options(
        url=given.url.rstrip("/"),
        rate=given.rate,
        duration_s=given.duration,
        threads=given.threads,
        seed=given.seed,
        token=token,
        plain=given.plain,
        scenarios=tuple(_with_day(s, given.day_length) for s in scenarios),
    )


def _outside(key: str, value: float, most: float) -> list[str]:
    if 0 < value <= most:
        return []
    return [f"{key}: {value:g} is out of bounds; give a number above 0, up to {most:g}"]


def _short_day(length_s: float | None) -> list[str]:
    return [] if length_s is None else _outside("--day-length", length_s, 86_400)


def _with_day(scenario: Scenario, length_s: float | None) -> Scenario:
    if scenario is not DAY or length_s is None:
        return scenario
    return replace(scenario, pace=day(length_s))


def wrong_url(key: str, url: str, *, remote: bool) -> list[str]:
    """Return what is wrong with an address: not one, or not of this machine."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return [
            f"{key}: {url!r} is not an address; give one like http://127.0.0.1:8080"
        ]
    if remote or _is_local(parts.hostname):
        return []
    return [
        f"{key}: {parts.hostname} is not this machine; add --allow-remote if the load "
        "is welcome there"
    ]


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
