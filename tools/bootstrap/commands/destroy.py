"""`make destroy`: nothing of the stack is left."""

import shutil
import sys

from infra.specs.settings import DEV_STACK
from tools.bootstrap.commands.down import recover, remove
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Engine
from tools.bootstrap.errors import BootstrapError
from tools.bootstrap.step import stepping


def run(context: Context) -> int:
    """Ask, unprotect, destroy, forget the stack, and remove its folder."""
    if not context.arguments.yes:
        confirm(context.stack)
    with context.prepared() as preparation:
        pulumi = preparation.run(images=False)
        # A lock that a killed update left would stop the next step.
        recover(preparation, pulumi)
        with stepping(preparation.display, "unprotect the volumes"):
            pulumi.unprotect()
        remove(context, preparation, pulumi, but_protected=False)
        with stepping(preparation.display, "forget the stack"):
            pulumi.remove()
            shutil.rmtree(context.where.stack(context.stack))
    assert preparation.engine is not None
    for name in left(preparation.engine, context.stack):
        print(f"Notice: {name} carries the stack's label, but was not in its state")
    print(f"stack {context.stack!r} is gone, with its data, passphrase and secrets")
    return 0


def confirm(stack: str) -> None:
    """
    Have the user type the stack's name.

    Raises:
        BootstrapError: When nobody is there to ask, or another word was typed.
    """
    again = "" if stack == DEV_STACK else f" STACK={stack}"
    if not sys.stdin.isatty():
        raise BootstrapError(
            f"nobody is here to confirm that stack {stack!r} is to lose its data;"
            f" in scripts: `make destroy YES=1{again}`"
        )
    answer = input(f"This removes stack {stack!r} with all its data. Type its name: ")
    if answer.strip() != stack:
        raise BootstrapError(f"that is not {stack!r}; nothing was changed")


def left(engine: Engine, stack: str) -> list[str]:
    """Return what still carries the stack's label."""
    return [f"container {each.name}" for each in engine.of_stack(stack)]
