"""`make preview`: what `up` would do."""

from tools.bootstrap import backend, recovery
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Engine
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress

STEP = "pulumi preview"


def run(context: Context) -> int:
    """Print what would change; nothing does."""
    with context.prepared(ports_too=True, ownership_too=True) as preparation:
        pulumi = preparation.run()
        with stepping(preparation.display, STEP):
            shown = Progress(preparation.display, STEP, lines=False)
            said = pulumi.preview(shown)
        notices = unseen(pulumi, preparation.engine)
    print(said)
    for notice in notices:
        print(f"Not in this preview: {notice}")
    return 0


def unseen(pulumi: PulumiCli, engine: Engine | None) -> list[str]:
    """Return what has changed on the engine without Pulumi; changes nothing."""
    folder = backend.local_folder(pulumi.variables["PULUMI_BACKEND_URL"])
    checkpoint = backend.read_checkpoint(folder, pulumi.stack) if folder else None
    if checkpoint is None or engine is None:
        return []
    return recovery.drift(checkpoint, engine.of_stack(pulumi.stack), pulumi.stack)
