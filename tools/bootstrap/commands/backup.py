"""`make backup`: what a stack cannot be made again from, in one file."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tools.backup.copying import Data
from tools.backup.errors import BackupError
from tools.backup.parts import Copied
from tools.bootstrap import archive
from tools.bootstrap.context import Context
from tools.bootstrap.make_words import make
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping
from tools.images.engine import Engine
from tools.images.model import State
from tools.images.written import read_resolved

STEP = "copy the data"
# Runs what reads and writes volumes: it has Python.
_IMAGE = "app"


def run(context: Context) -> int:
    """Write state, passphrase, secrets, settings and data of the stack into a tar."""
    given = context.arguments.file
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = Path(given or f"pharos-{context.stack}-{stamp}.tar").absolute()
    with (
        context.prepared() as preparation,
        # Beside the file that it becomes, where there has to be room anyway.
        tempfile.TemporaryDirectory(prefix=".pharos-data-", dir=target.parent) as data,
    ):
        pulumi = preparation.run(engine=False, images=False)
        listed = (
            {} if context.arguments.no_data else _copy(context, preparation, Path(data))
        )
        folder = context.where.stack(context.stack)
        members = archive.write(target, pulumi, folder, Path(data), listed)
    print(f"wrote {target}: {', '.join(members)}")
    print(
        "It holds secrets in plain text: its mode is 0600, keep it where only you read"
    )
    if archive.PHRASE not in members:
        print("Notice: the passphrase comes from the environment and is not in it")
    if not listed:
        print("Notice: there is no data in it")
    return 0


def data_of(context: Context, preparation: Preparation) -> Data:
    """
    Return the data of the stack on the engine that answers.

    Raises:
        BackupError: When there is none, or no image that could read volumes.
    """
    if preparation.engine is None:
        raise BackupError(
            "no Docker engine answers, so the data cannot be reached; start it, or"
            " give DATA=off for state and secrets alone"
        )
    resolved = read_resolved(context.where.stack(context.stack))
    if resolved is None or _IMAGE not in resolved.images:
        raise BackupError(
            f"there is no image {_IMAGE!r}, which reads the volumes;"
            f" {make('images', context.stack)} makes it, DATA=off"
            " is for state and secrets alone"
        )
    return Data(
        api=Engine().api,
        image=resolved.images[_IMAGE].reference,
        settings=preparation.settings,
    )


def _copy(
    context: Context, preparation: Preparation, folder: Path
) -> Mapping[str, Copied]:
    found = data_of(context, preparation)
    if not found.parts():
        return {}
    shown = preparation.display
    with stepping(shown, STEP) as step:
        listed = found.copy(folder, lambda name: shown.step(STEP, State.RUNNING, name))
        step.outcome = f"{sum(each.size for each in listed.values()) >> 10} KiB"
    return listed
