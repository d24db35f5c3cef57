"""`make preview`: what `up` would do, once the gate has nothing against it."""

from tools.bootstrap import backend, recovery
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Engine
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.gate.before import before_preview
from tools.gate.table import PREVIEW


def run(context: Context) -> int:
    """Print what would change; nothing does."""
    with context.prepared(ports_too=True, ownership_too=True) as preparation:
        pulumi = preparation.run()
        gate = before_preview(context, preparation, pulumi)
        notices = unseen(pulumi, preparation.engine)
    for result in gate.results:
        if result.stage == PREVIEW and not gate.shut_by:
            print(result.output)
    for notice in notices:
        print(f"Not in this preview: {notice}")
    gate.print()
    return 1 if gate.shut_by else 0


def unseen(pulumi: PulumiCli, engine: Engine | None) -> list[str]:
    """Return what has changed on the engine without Pulumi; changes nothing."""
    folder = backend.local_folder(pulumi.variables["PULUMI_BACKEND_URL"])
    checkpoint = backend.read_checkpoint(folder, pulumi.stack) if folder else None
    if checkpoint is None or engine is None:
        return []
    return recovery.drift(checkpoint, engine.of_stack(pulumi.stack), pulumi.stack)
