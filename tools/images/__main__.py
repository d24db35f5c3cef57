"""Command line: python -m tools.images [resolve|import|pin|list]."""

import argparse
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from infra.specs.settings import DEV_STACK
from tools.images.catalogue import load_catalogue
from tools.images.engine import Engine
from tools.images.errors import ImagesError
from tools.images.importing import import_images
from tools.images.model import ImageOptions, Resolved, State, Wish
from tools.images.pin import pin_catalogue
from tools.images.resolve import resolve
from tools.images.written import images_file, read_sound


def default_home() -> Path:
    """Return PHAROS_HOME, or its place by the XDG base directory specification."""
    return _place("PHAROS_HOME", "XDG_STATE_HOME", ".local/state")


def default_cache() -> Path:
    """Return PHAROS_CACHE, or its place by the XDG base directory specification."""
    return _place("PHAROS_CACHE", "XDG_CACHE_HOME", ".cache")


def _place(own: str, general: str, usual: str) -> Path:
    if given := os.environ.get(own):
        return Path(given).expanduser().absolute()
    return Path(os.environ.get(general) or Path.home() / usual) / "pharos"


class Printer:
    """Prints one line when a step starts, ends or fails."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._lock = threading.Lock()

    def __call__(self, step: str, state: State, detail: str) -> None:
        """Print what *step* does."""
        if state is State.RUNNING:
            return
        elapsed_s = time.monotonic() - self._begun
        first = detail.splitlines()[0] if detail else ""
        with self._lock:
            print(f"{elapsed_s:7.1f} s  {step:<22} {state:<8} {first}", flush=True)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="python -m tools.images", description=__doc__)
    top.add_argument(
        "--home", type=Path, default=default_home(), help="what must not be lost"
    )
    top.add_argument("--stack", default=DEV_STACK, help="whose images.json it is")
    top.add_argument(
        "--cache", type=Path, default=default_cache(), help="what was built"
    )
    commands = top.add_subparsers(dest="command", required=True)
    finder = commands.add_parser("resolve", help="find, pull or build what is missing")
    finder.add_argument("--prefix", help="mirror that every pull goes to")
    finder.add_argument("--set", action="append", default=[], metavar="KEY=REFERENCE")
    finder.add_argument(
        "--only", action="append", metavar="KEY", help="just this image"
    )
    finder.add_argument("--grafana", type=Wish, choices=list(Wish), default=Wish.AUTO)
    finder.add_argument(
        "--rebuild", action="store_true", help="put images together again"
    )
    finder.add_argument(
        "--ask-again", action="store_true", help="ask silent registries"
    )
    loader = commands.add_parser("import", help="load a tarball made by docker save")
    loader.add_argument("file", type=Path)
    pinner = commands.add_parser("pin", help="write the digests into the catalogue")
    pinner.add_argument("--prefix", help="mirror to ask instead of the registries")
    commands.add_parser("list", help="show what was resolved last")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    arguments = parser().parse_args(argv)
    try:
        return _COMMANDS[arguments.command](arguments)
    except ImagesError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _resolve(arguments: argparse.Namespace) -> int:
    options = ImageOptions(
        registry_prefix=arguments.prefix,
        overrides=dict(pair.split("=", 1) for pair in arguments.set),
        grafana=arguments.grafana,
        only=tuple(arguments.only) if arguments.only else None,
        rebuild=arguments.rebuild,
        ask_again=arguments.ask_again,
    )
    folder = _folder(arguments)
    resolved = resolve(
        options, folder=folder, cache=arguments.cache, progress=Printer()
    )
    _show(resolved, folder)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    found = import_images(
        arguments.file,
        cache=arguments.cache,
        catalogue=load_catalogue(),
        engine=Engine(),
    )
    for key, name in found.items():
        print(f"{key}: {name} is used from now on")
    return 0


def _pin(arguments: argparse.Namespace) -> int:
    return 1 if pin_catalogue(prefix=arguments.prefix) else 0


def _list(arguments: argparse.Namespace) -> int:
    resolved = read_sound(_folder(arguments))
    if resolved is None:
        print(
            "nothing is resolved yet: run `make up`, or `make images`", file=sys.stderr
        )
        return 1
    _show(resolved, _folder(arguments))
    return 0


def _folder(arguments: argparse.Namespace) -> Path:
    return Path(arguments.home / "stacks" / arguments.stack)


def _show(resolved: Resolved, folder: Path) -> None:
    for key, image in resolved.images.items():
        print(f"{key:<14} {image.source:<9} {image.name:<36} {image.reference}")
    for tool, argv in resolved.tools.items():
        print(f"{tool:<14} {'tool':<9} {' '.join(argv)}")
    for key, reason in resolved.missing.items():
        print(f"{key:<14} {'missing':<9} {reason}")
    print(f"written to {images_file(folder)}")


_COMMANDS = {"resolve": _resolve, "import": _import, "pin": _pin, "list": _list}

if __name__ == "__main__":
    sys.exit(main())
