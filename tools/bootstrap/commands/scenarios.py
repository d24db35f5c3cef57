"""`make scenarios`: faults with known causes, and what the engine tells of them."""

import docker

from tools.bootstrap import stack_settings
from tools.bootstrap.commands import secret
from tools.bootstrap.commands.evidence import addresses
from tools.bootstrap.context import Context
from tools.bootstrap.engine import required, use
from tools.bootstrap.errors import PreflightError
from tools.scenarios.__main__ import main
from tools.scenarios.place import Place

_KEY = "engine-key-console"


def run(context: Context) -> int:
    """Run the scenarios against the stack, with its addresses and keys."""
    where = place(context)
    words = [word for word in context.arguments.words if word != "--"]
    plain = ["--plain"] if context.plain else []
    use(required())
    client = docker.from_env()
    try:
        return main([*words, *plain], where, client)
    finally:
        client.close()


def place(context: Context) -> Place:
    """
    Return where the stack is, and what opens it.

    Raises:
        PreflightError: When the stack does not allow simulated failures.
    """
    file = stack_settings.read(context.where, context.stack)
    if not file.settings.simulation:
        raise PreflightError(
            [
                f"failure simulation is off in stack {context.stack!r}; set"
                f" `pharos:simulation: on` in {file.path.name} and run `make up`"
            ]
        )
    return Place(
        name=context.stack,
        addresses=addresses(file.settings),
        engine=file.settings.url("engine"),
        key=secret.used(context, _KEY),
        token=secret.used(context, "simulation-token"),
    )
