"""`make preview`: what `up` would do, once the gate has nothing against it."""

from tools.bootstrap.context import Context
from tools.gate.before import before_preview
from tools.gate.table import PREVIEW


def run(context: Context) -> int:
    """Print what would change; nothing does."""
    with context.prepared(ports_too=True) as preparation:
        pulumi = preparation.run()
        gate = before_preview(context, preparation, pulumi)
    for result in gate.results:
        if result.stage == PREVIEW and not gate.shut_by:
            print(result.output)
    gate.print()
    return 1 if gate.shut_by else 0
