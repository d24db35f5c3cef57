"""`make env`: what makes plain `pulumi` work in a shell."""

from tools.bootstrap import environment, pulumi_tools
from tools.bootstrap.context import Context
from tools.bootstrap.pulumi_choice import Origin


def run(context: Context) -> int:
    """Print export lines for `eval`."""
    # Where nothing is built, the lines come at once and no progress is worth showing.
    ready = pulumi_tools.decide(context.where).origin in (Origin.PATH, Origin.CACHE)
    with context.prepared(state_too=False, quiet=ready) as preparation:
        pulumi = preparation.run(engine=False, images=False)
    print(environment.export_lines(environment.marked(pulumi.variables)))
    return 0
