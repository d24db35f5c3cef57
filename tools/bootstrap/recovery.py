"""What an interrupted update left in the state, explained and repaired."""

from collections.abc import Sequence
from pathlib import Path

from catalog.identity import LABEL_STACK, resource_name
from tools.bootstrap.backend import (
    CONTAINER,
    Checkpoint,
    Pending,
    StateLock,
    read_checkpoint,
    state_locks,
)
from tools.bootstrap.display import Display
from tools.bootstrap.engine import Container, Engine
from tools.bootstrap.errors import StateError
from tools.bootstrap.make_words import make
from tools.bootstrap.processes import OnLine
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress

# What `make up` starts, or lets go on, by the engine's own word.
STARTED_AGAIN = {"exited": "stopped", "paused": "paused"}


def explain(pending: Sequence[Pending]) -> str:
    """Return what pending operations mean and what is done about them."""
    listed = ", ".join(f"{each.doing} {each.name}" for each in pending)
    return (
        f"the last update was cut off while {listed}; the state is compared with what"
        " there really is (`pulumi refresh`), then the update goes on"
    )


def check_locks(locks: Sequence[StateLock], stack: str) -> bool:
    """
    Tell whether stale locks have to be removed.

    Raises:
        StateError: When a lock's holder is, or may be, still at work.
    """
    for lock in locks:
        if not lock.stale:
            raise StateError(
                f"the state of stack {stack!r} is locked by process {lock.pid} on"
                f" {lock.host}; wait for it. If it is gone: `pulumi cancel --stack"
                f' {stack}` after `eval "$(make env)"`'
            )
    return bool(locks)


def recover(
    pulumi: PulumiCli, folder: Path | None, engine: Engine | None, display: Display
) -> None:
    """
    Bring a file backend's state into order, if the last update did not end.

    Args:
        folder: Of the file backend; None means another one, which looks after itself.

    Raises:
        StateError: When another update is under way.
    """
    if folder is None:
        return
    tell = display.line
    if check_locks(state_locks(folder, pulumi.stack), pulumi.stack):
        tell("removing the lock of an update that is gone (`pulumi cancel`)")
        pulumi.cancel()
    checkpoint = read_checkpoint(folder, pulumi.stack)
    if checkpoint is None:
        return
    lost = gone(checkpoint, engine) if engine else []
    if checkpoint.pending:
        tell(explain(checkpoint.pending))
        if engine is not None:
            remove_unrecorded(checkpoint.pending, engine, pulumi.stack, tell)
    elif lost:
        tell(
            f"{', '.join(lost)}: in the state, but gone from the engine; the state is"
            " compared with what there really is (`pulumi refresh`)"
        )
    else:
        return
    with stepping(display, "pulumi refresh"):
        pulumi.refresh(Progress(display, "pulumi refresh", lines=False))


def gone(checkpoint: Checkpoint, engine: Engine) -> list[str]:
    """Return the names of containers that somebody else has removed."""
    if not checkpoint.containers:
        return []
    present = {each.id for each in engine.containers()}
    return [name for id_, name in checkpoint.containers.items() if id_ not in present]


def drift(
    checkpoint: Checkpoint, containers: Sequence[Container], stack: str
) -> list[str]:
    """
    Return what Pulumi's preview does not see, for it asks the state alone.

    Args:
        containers: Those of the stack on the engine, stopped ones too.
    """
    present = {each.id: each for each in containers}
    up = make("up", stack)
    found = []
    for id_, name in checkpoint.containers.items():
        service = name.removeprefix(resource_name(stack, ""))
        if id_ not in present:
            found.append(f"{service} is gone from the engine; {up} makes it again")
        elif present[id_].state in STARTED_AGAIN:
            state = STARTED_AGAIN[present[id_].state]
            found.append(f"{service} is {state}; {up} has it go on")
    return found


def start_stopped(engine: Engine, stack: str, tell: OnLine) -> None:
    """Start what somebody has stopped or paused: Pulumi's state knows nothing of it."""
    for container in engine.of_stack(stack):
        if container.state == "paused":
            tell(f"letting {container.service} go on, which was paused")
            engine.api.unpause(container.name)
        elif container.state == "exited":
            tell(f"starting {container.service}, which was stopped")
            engine.api.start(container.name)


def remove_unrecorded(
    pending: Sequence[Pending], engine: Engine, stack: str, tell: OnLine
) -> None:
    """
    Remove containers that were made, but not recorded, when the update was cut off.

    Volumes stay: they hold data, and creating one that is there takes it over.
    """
    names = {
        str(each.inputs.get("name"))
        for each in pending
        if each.doing == "creating" and each.kind == CONTAINER
    }
    for container in engine.containers(label=f"{LABEL_STACK}={stack}"):
        if container.name in names:
            tell(f"removing container {container.name}, which was not finished")
            engine.api.remove_container(container.name, force=True)
