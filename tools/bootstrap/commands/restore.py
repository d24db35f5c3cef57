"""`make restore`: puts a stack's state, passphrase and secrets back."""

from pathlib import Path

from tools.bootstrap import archive, backend
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping


def run(context: Context) -> int:
    """Replace what there is of the stack by what `backup` wrote."""
    source = Path(context.arguments.file).absolute()
    content = archive.read(source, context.stack)
    folder = context.where.stack(context.stack)
    with context.prepared() as preparation:
        if not context.arguments.yes:
            _refuse_to_replace(preparation)
        archive.put_back(content, folder)
        pulumi = preparation.run(images=False)
        with stepping(preparation.display, "put the state back"):
            archive.import_state(content, pulumi)
        with stepping(preparation.display, "compare it with what there is"):
            pulumi.refresh(lambda line: None)
    print(f"stack {context.stack!r} is as {source.name} has it; `make up` brings it up")
    return 0


def _refuse_to_replace(preparation: Preparation) -> None:
    stack = preparation.settings.stack
    url = backend.backend_url(preparation.where, preparation.settings.backend_url)
    local = backend.local_folder(url)
    found = backend.read_checkpoint(local, stack) if local else None
    if found and found.resources:
        raise StateError(
            f"stack {stack!r} has a state with {len(found.resources)} resources, which"
            " would be replaced; if that is meant: YES=1"
        )
