"""`make restore`: puts a stack's state, passphrase, secrets and data back."""

import tempfile
from pathlib import Path

from catalog.identity import LABEL_STACK
from tools.bootstrap import archive, backend
from tools.bootstrap.commands import up
from tools.bootstrap.commands.backup import data_of
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError
from tools.bootstrap.make_words import make
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping
from tools.images.model import State

STEP = "put the data back"


def run(context: Context) -> int:
    """Replace what there is of the stack by what `backup` wrote."""
    source = Path(context.arguments.file).absolute()
    content = archive.read(source, context.stack)
    folder = context.where.stack(context.stack)
    # A damaged state, or a passphrase that is lost, is a reason to be here.
    with (
        context.prepared(state_too=False, passphrase_too=False) as preparation,
        tempfile.TemporaryDirectory(prefix="pharos-data-") as scratch,
    ):
        data = (
            []
            if context.arguments.no_data
            else archive.unpack_data(source, content, Path(scratch))
        )
        _set_damage_aside(preparation)
        if not context.arguments.yes:
            _refuse_to_replace(preparation, data)
        archive.put_back(content, folder)
        pulumi = preparation.run(images=False)
        with stepping(preparation.display, "put the state back"):
            archive.import_state(content, pulumi)
        with stepping(preparation.display, "compare it with what there is"):
            pulumi.refresh(lambda line: None)
        if data:
            _put_back(context, preparation, Path(scratch))
    then = "with its data" if data else f"{make('up', context.stack)} brings it up"
    print(f"stack {context.stack!r} is as {source.name} has it; {then}")
    return 0


def _put_back(context: Context, preparation: Preparation, folder: Path) -> None:
    # Volumes come with their owners from the containers that mount them first.
    up.update(context, preparation)
    shown = preparation.display
    with stepping(shown, STEP):
        data_of(context, preparation).put_back(
            folder, lambda name: shown.step(STEP, State.RUNNING, name)
        )


def _local(preparation: Preparation) -> Path | None:
    url = backend.backend_url(preparation.where, preparation.settings.backend_url)
    return backend.local_folder(url)


def _set_damage_aside(preparation: Preparation) -> None:
    stack, local = preparation.settings.stack, _local(preparation)
    if local is None:
        return
    try:
        backend.read_checkpoint(local, stack)
    except StateError:
        damaged = backend.checkpoint_file(local, stack)
        aside = damaged.with_name(f"{damaged.name}.damaged")
        damaged.replace(aside)
        preparation.display.line(f"the damaged state is kept as {aside}")


def _refuse_to_replace(preparation: Preparation, data: list[str]) -> None:
    stack, local = preparation.settings.stack, _local(preparation)
    found = backend.read_checkpoint(local, stack) if local else None
    if found and found.resources:
        raise StateError(
            f"stack {stack!r} has a state with {len(found.resources)} resources, which"
            " would be replaced; if that is meant: YES=1"
        )
    if data and preparation.engine is not None:
        label = {"label": f"{LABEL_STACK}={stack}"}
        volumes = preparation.engine.api.volumes(filters=label)["Volumes"] or ()
        names = ", ".join(sorted(volume["Name"] for volume in volumes))
        if names:
            raise StateError(
                f"stack {stack!r} has volumes, whose data would be replaced: {names};"
                " if that is meant: YES=1"
            )
