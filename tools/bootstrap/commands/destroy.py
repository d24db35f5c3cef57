"""`make destroy`: nothing of the stack is left."""

import shutil
import sys

from tools.bootstrap.commands.down import recover, remove
from tools.bootstrap.context import Context
from tools.bootstrap.errors import BootstrapError
from tools.bootstrap.make_words import make
from tools.bootstrap.step import stepping


def run(context: Context) -> int:
    """Ask, unprotect, destroy, forget the stack, and remove its folder."""
    if not context.arguments.yes:
        confirm(context.stack)
    with context.prepared(ownership_too=True) as preparation:
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
    left = preparation.engine.left_of_stack(context.stack)
    for name in left:
        print(f"Notice: {name} carries the stack's label, but was not in its state")
    if left:
        print(
            f"stack {context.stack!r} is forgotten, but what is named above is left;"
            " remove it with `docker rm -f`, `docker volume rm`, `docker network rm`"
        )
        return 1
    print(f"stack {context.stack!r} is gone, with its data, passphrase and secrets")
    return 0


def confirm(stack: str) -> None:
    """
    Have the user type the stack's name.

    Raises:
        BootstrapError: When nobody is there to ask, or another word was typed.
    """
    if not sys.stdin.isatty():
        raise BootstrapError(
            f"nobody is here to confirm that stack {stack!r} is to lose its data;"
            f" in scripts: {make('destroy', stack, 'YES=1')}"
        )
    answer = input(f"This removes stack {stack!r} with all its data. Type its name: ")
    if answer.strip() != stack:
        raise BootstrapError(f"that is not {stack!r}; nothing was changed")
