"""`make preview`: what `up` would do."""

from tools.bootstrap.context import Context
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress

STEP = "pulumi preview"


def run(context: Context) -> int:
    """Print what would change; nothing does."""
    with context.prepared(ports_too=True) as preparation:
        pulumi = preparation.run()
        with stepping(preparation.display, STEP):
            shown = Progress(preparation.display, STEP, lines=False)
            said = pulumi.preview(shown)
    print(said)
    return 0
