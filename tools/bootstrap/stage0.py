"""Stage 0, standard library only: a current .venv, then on into it."""

import importlib
import os
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import NoReturn

from catalog.own_entries import OwnServiceError
from tools.bootstrap import venv
from tools.bootstrap.errors import BootstrapError
from tools.bootstrap.places import places

# These need what tests and linters need; all others what a deployment needs.
DEV_COMMANDS = (
    "check",
    "gate",
    "test",
    "coverage",
    "gen",
    "previews",
    "evidence",
    "mutate-rules",
    "mutate-infra",
    "changes",
    "supply",
)
INTERRUPTED = 130


def main(argv: Sequence[str]) -> int:
    """Make .venv current and replace this process by the command in it."""
    where = places()
    wanted = "dev" if argv and argv[0] in DEV_COMMANDS else "deploy"
    try:
        # Everything later imports it, and would end in a traceback.
        importlib.import_module("catalog.services")
        python = venv.ensure(where, wanted, say)
    except (BootstrapError, OwnServiceError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted; run the same command again, it goes on from here")
        return INTERRUPTED
    keep_bytecode(os.environ, where.cache)
    return go_on(python, [str(python), "-m", "tools.bootstrap.cli", *argv])


def keep_bytecode(environ: MutableMapping[str, str], cache: Path) -> None:
    """
    Keep compiled modules in the cache where none may be written beside their sources.

    Such an environment, usual in containers, would have each of the five programs of
    an update compile hundreds of modules anew.
    """
    if environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        environ.setdefault("PYTHONPYCACHEPREFIX", str(cache / "bytecode"))


def go_on(python: Path, argv: list[str]) -> NoReturn:
    """Become another program."""
    os.execv(python, argv)  # noqa: S606


def say(text: str) -> None:
    """Write to stderr: stdout belongs to what the command prints."""
    sys.stderr.write(f"pharos: {text}\n")
