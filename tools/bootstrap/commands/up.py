"""`make up`: everything from a bare machine to healthy services."""

from infra.specs.settings import DEV_STACK
from tools.bootstrap import backend, recovery, table
from tools.bootstrap.context import Context
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress, outcome

STEP = "pulumi up"


def run(context: Context) -> int:
    """Bring the stack up."""
    with context.prepared(ports_too=True) as preparation:
        update(context, preparation)
    assert preparation.engine is not None
    found = preparation.engine.of_stack(context.stack)
    print(table.render(table.rows(preparation.settings, found, preparation.missing)))
    for key, reason in preparation.missing.items():
        print(f"Notice: without {key}: {reason}")
    if any(each.service == "previews" for each in found):
        print(table.previews_hint(preparation.settings))
    if any(each.service == "grafana" for each in found):
        print(table.password_hint(context.stack, DEV_STACK))
    return 0


def update(context: Context, preparation: Preparation) -> None:
    """Make everything ready and run `pulumi up` once."""
    pulumi = preparation.run()
    shown = preparation.display
    url = pulumi.variables["PULUMI_BACKEND_URL"]
    recovery.recover(pulumi, backend.local_folder(url), preparation.engine, shown)
    with stepping(shown, STEP) as step:
        progress = Progress(shown, STEP, lines=context.plain)
        step.outcome = outcome(pulumi.up(progress))
