"""The command line, checked before anything is done."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from catalog.services import ALERTMANAGER, GATEWAY, NOTIFICATIONS, PROMETHEUS
from tools.evidence.cases import BY_NAME, CASES, Case
from tools.evidence.folder import PARENT
from tools.evidence.stack import Addresses
from tools.traffic.options import wrong_url

ALL = "all"
DEFAULTS = Addresses(
    shop=f"http://127.0.0.1:{GATEWAY.published_port}",
    prometheus=f"http://127.0.0.1:{PROMETHEUS.published_port}",
    alertmanager=f"http://127.0.0.1:{ALERTMANAGER.published_port}",
    notifications=f"http://127.0.0.1:{NOTIFICATIONS.published_port}",
)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What to run, where, and where to keep what comes of it."""

    name: str
    cases: tuple[Case, ...]
    addresses: Addresses
    token: str
    out: Path | None
    patience: float
    plain: bool


def _parser(defaults: Addresses) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.evidence",
        description=(
            "Make an alert fire on a running stack, see it notified and resolved, and"
            " write the evidence into a folder. `make evidence` knows addresses and"
            " token of the stack itself."
        ),
        epilog="\n".join(
            [
                "scenarios:",
                *(f"  {c.name:12}{c.alert.value}: {c.title.lower()}" for c in CASES),
                f"  {ALL:12}the four, one after the other",
                "",
                "exit status: 0 everything worked, 1 something did not, 2 wrong",
                "options, 130 interrupted (its faults are cleared, and what was seen",
                "until then is written)",
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("scenario", choices=[*BY_NAME, ALL], metavar="SCENARIO")
    for field in fields(Addresses):
        parser.add_argument(
            f"--{field.name}",
            default=getattr(defaults, field.name),
            metavar="URL",
            help="default: %(default)s",
        )
    parser.add_argument(
        "--token-file", type=Path, help="file with the stack's simulation token"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=f"a folder that is not there yet (default: {PARENT}/<time>-<scenario>)",
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="of all time limits, for slow machines (default: %(default)g)",
    )
    parser.add_argument(
        "--allow-remote", action="store_true", help="break another machine's shop too"
    )
    parser.add_argument("--plain", action="store_true", help="lines, no live display")
    return parser


def parse(
    arguments: Sequence[str], defaults: Addresses = DEFAULTS, token: str = ""
) -> Options:
    """Return the options; ends the program with all mistakes when there are any."""
    parser = _parser(defaults)
    given = parser.parse_args(arguments)
    addresses = Addresses(
        **{f.name: getattr(given, f.name).rstrip("/") for f in fields(Addresses)}
    )
    mistakes = [
        mistake
        for field in fields(Addresses)
        for mistake in wrong_url(
            f"--{field.name}",
            getattr(addresses, field.name),
            remote=given.allow_remote,
        )
    ]
    if not 0 < given.patience <= 100:
        mistakes.append(f"--patience: {given.patience:g} is not above 0, up to 100")
    if given.out is not None and given.out.exists():
        mistakes.append(f"--out: {given.out} exists; evidence is never written over")
    try:
        token = given.token_file.read_text().strip() if given.token_file else token
    except OSError as error:
        mistakes.append(f"--token-file: {error}")
    if mistakes:
        parser.error("\n  ".join(["", *mistakes]))
    return Options(
        name=given.scenario,
        cases=CASES if given.scenario == ALL else (BY_NAME[given.scenario],),
        addresses=addresses,
        token=token,
        out=given.out,
        patience=given.patience,
        plain=given.plain,
    )
