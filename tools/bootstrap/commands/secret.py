"""`make secret`: one secret, on purpose."""

import os
from collections.abc import Mapping

from catalog.identity import PROJECT
from infra.credentials import config_key, environment_key
from tools.bootstrap import display, private_files, stack_settings
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError
from tools.bootstrap.prepare import Preparation


def run(context: Context) -> int:
    """Print the secret that the stack uses: settings, environment, generated file."""
    name = context.arguments.name
    file = stack_settings.read(context.where, context.stack)
    key = f"{PROJECT}:{config_key(name)}"
    if key in file.document["config"]:
        preparation = Preparation(
            where=context.where,
            file=file,
            processes=context.processes,
            display=display.Silent(),
        )
        print(preparation.run(engine=False, images=False).secret(key))
        return 0
    folder = context.where.stack(context.stack)
    print(plain(name, os.environ, private_files.read_secrets(folder)))
    return 0


def plain(name: str, env: Mapping[str, str], generated: Mapping[str, str]) -> str:
    """
    Return the secret *name* from the environment, else as it was generated.

    Raises:
        StateError: When neither has it.
    """
    value = env.get(environment_key(name)) or generated.get(name)
    if not value:
        known = ", ".join(sorted(generated)) or "none yet; `make up` makes them"
        raise StateError(f"no secret {name!r}; known: {known}")
    return value
