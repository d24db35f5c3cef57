"""`make secret`: one secret, on purpose; without a name, which ones there are."""

import os
from collections.abc import Mapping

from catalog.identity import PROJECT
from infra.specs.secret_keys import config_key, environment_key
from tools.bootstrap import display, private_files, stack_settings
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError
from tools.bootstrap.prepare import Preparation
from tools.rotation.sources import listing


def run(context: Context) -> int:
    """Print the secret that the stack uses, or the names of all."""
    if context.arguments.name:
        print(used(context, context.arguments.name))
        return 0
    config = stack_settings.read(context.where, context.stack).document["config"]
    kept = private_files.read_secrets(context.where.stack(context.stack))
    print("\n".join(listing(config, os.environ, kept)))
    return 0


def used(context: Context, name: str) -> str:
    """Return a secret of the stack: from settings, environment or generated file."""
    file = stack_settings.read(context.where, context.stack)
    key = f"{PROJECT}:{config_key(name)}"
    if key in file.document["config"]:
        preparation = Preparation(
            where=context.where,
            file=file,
            processes=context.processes,
            display=display.Silent(),
        )
        return preparation.run(engine=False, images=False).secret(key)
    folder = context.where.stack(context.stack)
    return plain(name, os.environ, private_files.read_secrets(folder))


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
