"""The words of the command line."""

import argparse
from pathlib import Path

from catalog.services import PREVIEWS, PROMETHEUS

DASHBOARDS = Path("dashboards/generated")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="python -m previews",
        description="Draws Grafana's dashboards without a Grafana.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _draw(commands.add_parser("draw", help="each dashboard as HTML, SVG and PNG"))
    _compare(commands.add_parser("compare", help="what an edit changes, side by side"))
    _serve(commands.add_parser("serve", help="live pages, as in the stack"))
    return top


def _draw(command: argparse.ArgumentParser) -> None:
    command.description = "Draws each dashboard into a folder of pages and pictures."
    command.add_argument(
        "--dashboards", type=Path, default=DASHBOARDS, metavar="FOLDER"
    )
    command.add_argument(
        "--only", action="append", metavar="UID", help="this dashboard; may be repeated"
    )
    _data(command)


def _compare(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Draws the panels that differ, before and after, with the same data."
    )
    command.add_argument(
        "--before", default="HEAD", metavar="FOLDER|REVISION", help="default: HEAD"
    )
    command.add_argument("--after", default=str(DASHBOARDS), metavar="FOLDER|REVISION")
    _data(command)


def _data(command: argparse.ArgumentParser) -> None:
    source = command.add_mutually_exclusive_group()
    source.add_argument(
        "--prometheus",
        default=f"http://127.0.0.1:{PROMETHEUS.published_port}",
        metavar="URL",
        help="default: %(default)s",
    )
    source.add_argument(
        "--from", dest="recording", type=Path, metavar="FILE",
        help="answers that --record wrote, in place of a Prometheus",
    )  # fmt: skip
    command.add_argument(
        "--record", type=Path, metavar="FILE", help="keep the answers in a file"
    )
    command.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    command.add_argument("--png", action="store_true", help="PNG pictures too")
    command.add_argument("--environment", default="", help="default: the first one")
    command.add_argument(
        "--var", action="append", default=[], metavar="NAME=VALUE",
        help="another variable's value; may be repeated",
    )  # fmt: skip
    command.add_argument("--range", default="", help="such as 6h; default: their own")
    command.add_argument(
        "--scrape-interval", default="15s", help="Prometheus's; default: %(default)s"
    )
    command.add_argument("--plain", action="store_true", help="no progress bar")


def _serve(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Serves live pages. What is not given comes from the environment:"
        " PREVIEWS_DASHBOARDS, PREVIEWS_PROMETHEUS_URL, PREVIEWS_HOST, PREVIEWS_PORT,"
        " PREVIEWS_REFRESH_S, PREVIEWS_SCRAPE_INTERVAL, PREVIEWS_ENVIRONMENT."
    )
    command.add_argument("--dashboards", metavar="FOLDER")
    command.add_argument("--prometheus", metavar="URL")
    command.add_argument("--host", help="default: 127.0.0.1")
    command.add_argument("--port", help=f"default: {PREVIEWS.port}")
