"""The words of the command line."""

import argparse
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python -m tools.changes",
        description=(
            "Tells what a preview would change, and refuses one that loses data."
            " Ends with 1 where the change must not happen as it is, with 2 where the"
            " report cannot be made."
        ),
    )
    top.add_argument(
        "--preview", type=Path, required=True, metavar="FILE",
        help="what `pulumi preview --json --show-sames` printed",
    )  # fmt: skip
    top.add_argument(
        "--events", type=Path, metavar="FILE",
        help="what `pulumi preview --event-log` wrote: what the policies said",
    )  # fmt: skip
    top.add_argument("--plan", type=Path, metavar="FILE", help="the saved plan")
    top.add_argument(
        "--base", default="", metavar="REVISION",
        help="compare rules and dashboards with these, such as main",
    )  # fmt: skip
    top.add_argument(
        "--sboms-before", type=Path, metavar="FOLDER",
        help="bills of materials (CycloneDX, JSON) of the images that run",
    )  # fmt: skip
    top.add_argument(
        "--sboms", type=Path, metavar="FOLDER", help="those of the images that would"
    )
    data = top.add_mutually_exclusive_group()
    data.add_argument(
        "--prometheus",
        default="",
        metavar="URL",
        help="draw changed dashboards from it",
    )
    data.add_argument(
        "--recording", type=Path, metavar="FILE",
        help="draw them from what `make previews ARGS=--record` kept",
    )  # fmt: skip
    top.add_argument("--markdown", type=Path, metavar="FILE", help="for a pull request")
    top.add_argument("--html", type=Path, metavar="FILE", help="with pictures")
    return top
