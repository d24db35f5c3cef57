"""The command line."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from tools.bootstrap.places import CHECKOUT

EPILOG = """\
exit status: 0 passed, 1 something was found, 2 wrong usage or the command could not
run, 3 not audited: no source of advisories answered, which is not the same as passed.
Findings are accepted in tools/supply/accepted.toml, each with its reason."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python -m tools.supply",
        description="Judges what comes into the product from outside.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--json", type=Path, metavar="FILE", help="write the report there too"
    )
    common.add_argument(
        "--root", type=Path, default=CHECKOUT, help="another checkout than this one"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text,
            parents=[common],
            epilog=EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    scan = add("secrets", "secrets in tracked files, by detect-secrets")
    scan.add_argument(
        "--since",
        default="",
        metavar="REF",
        help="also what the commits after this one brought in, even if it is gone",
    )
    return top


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options; ends the program when one is wrong."""
    return parser().parse_args(arguments)
