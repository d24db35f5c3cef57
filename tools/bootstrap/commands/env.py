"""`make env`: what makes plain `pulumi` work in a shell."""

from tools.bootstrap import environment
from tools.bootstrap.context import Context


def run(context: Context) -> int:
    """Print export lines for `eval`."""
    with context.prepared() as preparation:
        pulumi = preparation.run(engine=False, images=False)
    print(environment.export_lines(pulumi.variables))
    return 0
