"""`make up`: everything from a bare machine to healthy services."""

import time

from infra.specs.settings import DEV_STACK
from tools.bootstrap import backend, recovery, table
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Container, Engine
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress, outcome
from tools.release import recording

STEP = "pulumi up"
# Pulumi has waited for what it made; this is for what was only started again.
_SETTLING_S = 60.0
_PAUSE_S = 0.5


def run(context: Context) -> int:
    """Bring the stack up."""
    return bring(context)


def bring(context: Context, *, images: bool = True) -> int:
    """
    Bring the stack up, and say what runs.

    Args:
        images: Whether they are resolved; otherwise those of the context are taken.
    """
    with context.prepared(ports_too=True) as preparation:
        update(context, preparation, images=images)
    assert preparation.engine is not None
    found = settled(preparation.engine, context.stack)
    print(table.render(table.rows(preparation.settings, found, preparation.missing)))
    for key, reason in preparation.missing.items():
        print(f"Notice: without {key}: {reason}")
    if any(each.service == "previews" for each in found):
        print(table.previews_hint(preparation.settings))
    if any(each.service == "grafana" for each in found):
        print(table.password_hint(context.stack, DEV_STACK))
    ill = [each.service for each in found if table.state_of(each) != table.HEALTHY]
    if ill:
        print(f"Not healthy: {', '.join(ill)}; see `make logs SERVICE={ill[0]}`")
    return 1 if ill else 0


def settled(engine: Engine, stack: str) -> list[Container]:
    """Return the stack's containers once none is starting, or after a minute."""
    end = time.monotonic() + _SETTLING_S
    while True:
        found = engine.of_stack(stack)
        starting = any(table.state_of(each) == table.STARTING for each in found)
        if not starting or time.monotonic() > end:
            return found
        time.sleep(_PAUSE_S)


def update(context: Context, preparation: Preparation, *, images: bool = True) -> None:
    """Make everything ready and run `pulumi up` once."""
    pulumi = preparation.run(images=images)
    shown = preparation.display
    url = pulumi.variables["PULUMI_BACKEND_URL"]
    recovery.recover(pulumi, backend.local_folder(url), preparation.engine, shown)
    if preparation.engine is not None:
        recovery.start_stopped(preparation.engine, context.stack, shown.line)
    recording.history(context.where, context.stack).begin()
    with stepping(shown, STEP) as step:
        progress = Progress(shown, STEP, lines=context.plain)
        step.outcome = outcome(pulumi.up(progress))
    recording.record(context.where, context.stack, pulumi.config_file)
