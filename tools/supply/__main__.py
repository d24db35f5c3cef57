"""Judge the supply chain: ``python -m tools.supply``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from tools.bootstrap.places import places
from tools.images.cache import write_json
from tools.images.engine import Engine
from tools.images.errors import ImagesError
from tools.supply import (
    checkov_command,
    dependencies_command,
    images_command,
    sbom_command,
    scanners,
    secrets_command,
)
from tools.supply.accepted import ACCEPTED_FILE, Accepted, parse
from tools.supply.advisories.folder import Folder
from tools.supply.advisories.osv_api import OsvApi
from tools.supply.advisories.source import AdvisorySource
from tools.supply.content.images import Content, chosen, contents
from tools.supply.display import as_json, show
from tools.supply.errors import SupplyError
from tools.supply.options import parse as parse_options
from tools.supply.report import EXIT_CODES, Report

COULD_NOT_RUN = 2
_LOG_WIDTH = 160


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
    show(report, console())
    return EXIT_CODES[report.verdict]


def console() -> Console:
    """Return where reports go; a log is wider than rich takes it for."""
    wide = None if sys.stdout.isatty() else _LOG_WIDTH
    return Console(highlight=False, width=wide)


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


def _dependencies(options: argparse.Namespace) -> Report:
    return dependencies_command.run(
        options.root,
        _source(options),
        entries(options),
        date.today(),
        python_too=options.advisories is not None,
        say=say,
    )


def _images(options: argparse.Namespace) -> Report:
    return images_command.run(
        _contents(options),
        _source(options),
        entries(options),
        date.today(),
        scanner=None if options.advisories else scanners.installed(),
        complete=not options.image,
        say=say,
    )


def _checkov(options: argparse.Namespace) -> Report:
    where = places()
    uv = Path(sys.executable).with_name("uv")
    return checkov_command.run(
        options.root, where.cache, uv, entries(options), date.today(), say
    )


def _sbom(options: argparse.Namespace) -> Report:
    out = options.out or places().stack(options.stack) / "sbom"
    return sbom_command.run(_contents(options), out, options.timestamp)


def _source(options: argparse.Namespace) -> AdvisorySource:
    return Folder(options.advisories) if options.advisories else OsvApi()


def _contents(options: argparse.Namespace) -> tuple[Content, ...]:
    where = places()
    images = chosen(options.image, where.stack(options.stack))
    return contents(images, Engine(), where.cache, say)


_COMMANDS: dict[str, Callable[[argparse.Namespace], Report]] = {
    "secrets": _secrets,
    "dependencies": _dependencies,
    "images": _images,
    "checkov": _checkov,
    "sbom": _sbom,
}

if __name__ == "__main__":
    sys.exit(main())
