"""The command line."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from infra.specs.settings import DEV_STACK
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

    def add(
        name: str, text: str, *more: argparse.ArgumentParser
    ) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text,
            parents=[common, *more],
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
    advisories = argparse.ArgumentParser(add_help=False)
    advisories.add_argument(
        "--advisories",
        type=Path,
        metavar="FOLDER",
        help="OSV's JSON files or all.zip archives, asked instead of the internet",
    )
    chosen = argparse.ArgumentParser(add_help=False)
    chosen.add_argument(
        "--image",
        action="append",
        default=[],
        metavar="IMAGE",
        help="a catalogue key or a reference; may be repeated (default: all images)",
    )
    chosen.add_argument(
        "--stack", default=DEV_STACK, help="whose images they are (default: dev)"
    )
    add("dependencies", "vulnerabilities of locked packages", advisories)
    add("images", "severe vulnerabilities of what is in the images", advisories, chosen)
    add("checkov", "Dockerfiles and workflows, by checkov and checks of ours")
    bill = add("sbom", "a CycloneDX bill of materials per image", chosen)
    bill.add_argument(
        "--out", type=Path, metavar="FOLDER", help="default: beside images.json"
    )
    bill.add_argument(
        "--timestamp",
        type=datetime.fromisoformat,
        metavar="TIME",
        help="in ISO 8601 (default: when the image was made, so that the same image"
        " gives the same bytes)",
    )
    return top


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options; ends the program when one is wrong."""
    return parser().parse_args(arguments)
