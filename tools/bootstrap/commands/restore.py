"""`make restore`: puts a stack's state, passphrase and secrets back."""

from pathlib import Path

from tools.bootstrap import archive, backend
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError
from tools.bootstrap.make_words import make
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping


def run(context: Context) -> int:
    """Replace what there is of the stack by what `backup` wrote."""
    source = Path(context.arguments.file).absolute()
    content = archive.read(source, context.stack)
    folder = context.where.stack(context.stack)
    # A damaged state, or a passphrase that is lost, is a reason to be here.
    with context.prepared(state_too=False, passphrase_too=False) as preparation:
        _set_damage_aside(preparation)
        if not context.arguments.yes:
            _refuse_to_replace(preparation)
        archive.put_back(content, folder)
        pulumi = preparation.run(images=False)
        with stepping(preparation.display, "put the state back"):
            archive.import_state(content, pulumi)
        with stepping(preparation.display, "compare it with what there is"):
            pulumi.refresh(lambda line: None)
    up = make("up", context.stack)
    print(f"stack {context.stack!r} is as {source.name} has it; {up} brings it up")
    return 0


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


def _refuse_to_replace(preparation: Preparation) -> None:
    stack, local = preparation.settings.stack, _local(preparation)
    found = backend.read_checkpoint(local, stack) if local else None
    if found and found.resources:
        raise StateError(
            f"stack {stack!r} has a state with {len(found.resources)} resources, which"
            " would be replaced; if that is meant: YES=1"
        )
