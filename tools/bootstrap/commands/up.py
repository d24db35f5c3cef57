"""`make up`: everything from a bare machine to healthy services."""

import time
from pathlib import Path

from catalog.services import ENGINE
from infra.specs.engine_keys import secret_key
from tools.bootstrap import (
    backend,
    deployments,
    private_files,
    recovery,
    switching,
    table,
)
from tools.bootstrap.commands import secret
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Container, Engine
from tools.bootstrap.errors import StateError
from tools.bootstrap.make_words import make
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress, outcome
from tools.gate.before import Policies, before_update
from tools.images.revision import revision_of
from tools.images.written import images_file
from tools.release import recording

STEP = "pulumi up"
# Pulumi has waited for what it made; this is for what was only started again.
_SETTLING_S = 60.0
_PAUSE_S = 0.5


def run(context: Context) -> int:
    """Bring the stack up."""
    return bring(context)


def bring(context: Context, *, images: str | None = None) -> int:
    """
    Bring the stack up, and say what runs.

    Args:
        images: What images.json is to hold; resolved where it is not given.
    """
    with context.prepared(ports_too=True, ownership_too=True) as preparation:
        changed = update(context, preparation, images=images)
    assert preparation.engine is not None
    found = settled(preparation.engine, context.stack)
    if changed:
        deployments.tell(
            preparation.settings.url(ENGINE.name),
            secret.used(context, secret_key("console")),
            changed,
            version=revision_of((".",)),
            say=print,
        )
    print(table.render(table.rows(preparation.settings, found, preparation.missing)))
    for key, reason in preparation.missing.items():
        print(f"Notice: without {key}: {reason}")
    if any(each.service == "previews" for each in found):
        print(table.previews_hint(preparation.settings))
    if any(each.service == "grafana" for each in found):
        print(table.password_hint(context.stack))
    ill = [each.service for each in found if table.state_of(each) != table.HEALTHY]
    if ill:
        logs = make("logs", context.stack, f"SERVICE={ill[0]}")
        print(f"Not healthy: {', '.join(ill)}; see {logs}")
    return 1 if ill else 0


def planned(context: Context) -> Path | None:
    """
    Return the saved plan that this update has to keep to, if any.

    Raises:
        StateError: When there is no such file.
    """
    named = str(getattr(context.arguments, "plan", ""))
    if not named:
        return None
    path = Path(named).absolute()
    if not path.is_file():
        raise StateError(f"the plan {named} is missing; `make preview` saves one")
    return path


def settled(engine: Engine, stack: str) -> list[Container]:
    """Return the stack's containers once none is starting, or after a minute."""
    end = time.monotonic() + _SETTLING_S
    while True:
        found = engine.of_stack(stack)
        starting = any(table.state_of(each) == table.STARTING for each in found)
        if not starting or time.monotonic() > end:
            return found
        time.sleep(_PAUSE_S)


def update(
    context: Context, preparation: Preparation, *, images: str | None = None
) -> set[str]:
    """
    Make everything ready, run `pulumi up` once, and keep what runs as a release.

    Args:
        images: What images.json is to hold; resolved where it is not given.

    Returns:
        The services whose container is a new one.
    """
    where = context.where
    pulumi = preparation.run(images=images is None)
    if images is not None:
        private_files.replace(images_file(where.stack(context.stack)), images)
    shown = preparation.display
    before_update(context, preparation, pulumi)
    url = pulumi.variables["PULUMI_BACKEND_URL"]
    recovery.recover(pulumi, backend.local_folder(url), preparation.engine, shown)
    if preparation.engine is not None:
        recovery.start_stopped(preparation.engine, context.stack, shown.line)
        volumes = switching.volumes_of(preparation.engine, context.stack)
        if said := switching.notice(preparation.settings, volumes):
            shown.line(said)
    policies = Policies(context, preparation.settings)
    recording.history(where, context.stack).begin()
    with stepping(shown, STEP) as step:
        progress = Progress(shown, STEP, lines=context.plain)
        said = pulumi.up(progress, policies=policies.due, plan=planned(context))
        step.outcome = outcome(said)
    policies.passed()
    recording.record(where, context.stack, pulumi.config_file)
    return progress.services
