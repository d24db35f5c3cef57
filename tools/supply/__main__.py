"""Judge the supply chain: ``python -m tools.supply``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date

from rich.console import Console

from tools.bootstrap.places import places
from tools.images.cache import write_json
from tools.images.errors import ImagesError
from tools.supply import secrets_command
from tools.supply.accepted import ACCEPTED_FILE, Accepted, parse
from tools.supply.display import as_json, show
from tools.supply.errors import SupplyError
from tools.supply.options import parse as parse_options
from tools.supply.report import EXIT_CODES, Report

COULD_NOT_RUN = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status that ``--help`` explains."""
    options = parse_options(sys.argv[1:] if arguments is None else arguments)
    try:
        report = _COMMANDS[options.command](options)
    except (SupplyError, ImagesError) as error:
        print(f"error: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    if options.json:
        write_json(options.json, as_json(report))
    show(report, Console(highlight=False))
    return EXIT_CODES[report.verdict]


def say(text: str) -> None:
    """Tell what takes time, where nobody takes it for the result."""
    print(text, file=sys.stderr, flush=True)


def entries(options: argparse.Namespace) -> tuple[Accepted, ...]:
    """Return what the checkout accepts."""
    file = options.root / ACCEPTED_FILE.relative_to(ACCEPTED_FILE.parents[2])
    return parse(file.read_text()) if file.exists() else ()


def _secrets(options: argparse.Namespace) -> Report:
    return secrets_command.run(
        options.root,
        places().cache,
        entries(options),
        date.today(),
        base=options.since,
        say=say,
    )


_COMMANDS: dict[str, Callable[[argparse.Namespace], Report]] = {"secrets": _secrets}

if __name__ == "__main__":
    sys.exit(main())
