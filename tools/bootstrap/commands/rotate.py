"""`make rotate`: a new secret in the place of an old one, while the stack runs."""

import json
import os
import secrets
from functools import partial
from pathlib import Path

from catalog.identity import resource_name
from catalog.services import ENGINE, GATEWAY, GRAFANA, POSTGRES
from infra.specs import databases
from infra.specs.grafana import ADMIN_PASSWORD
from infra.specs.shop import SIMULATION_TOKEN
from tools.bootstrap import engine as engines
from tools.bootstrap import private_files, stack_settings
from tools.bootstrap.commands import up
from tools.bootstrap.context import Context
from tools.bootstrap.make_words import make
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.step import stepping
from tools.images.engine import Engine
from tools.rotation import holders, postgres
from tools.rotation.sources import require_generated, source

_STRENGTH_BYTES = 32
# There while a rotation is under way: the old value, that must not be lost before.
PENDING = "rotating.json"


def run(context: Context) -> int:
    """Exchange one secret, and see that only the new one is taken."""
    name = context.arguments.name
    folder = context.where.stack(context.stack)
    kept = private_files.read_secrets(folder)
    file = stack_settings.read(context.where, context.stack)
    found = source(name, file.document["config"], os.environ, kept)
    require_generated(name, found, context.stack)
    print(
        f"a new {name} for stack {context.stack!r}: {holders.WORDS[name]}", flush=True
    )
    with context.prepared() as preparation:
        running = {each.service for each in engines.required().of_stack(context.stack)}
        old, new = begin(folder, name)
        _tell(preparation, name, running, old, new)
        up.update(context, preparation)
        with stepping(preparation.display, "ask with the new one and the old one"):
            used = _check(preparation, name, running, old, new)
        end(folder, name)
    shown = make("secret", context.stack, f"NAME={name}")
    print(
        f"{name} is a new one; the old one is refused: {shown}"
        if used
        else f"{name} is a new one; nothing that runs uses it"
    )
    return 0


def begin(folder: Path, name: str) -> tuple[str, str]:
    """
    Make the new value and keep the old one until it is done.

    Returns:
        The old value and the new one; those of a run that was cut off, if there is one.
    """
    kept, before = private_files.read_secrets(folder), _pending(folder)
    if before.get(name, kept[name]) != kept[name]:
        return before[name], kept[name]
    pending = json.dumps({**before, name: kept[name]})
    private_files.replace(folder / PENDING, pending)
    new = secrets.token_urlsafe(_STRENGTH_BYTES)
    path = folder / private_files.SECRETS_FILE
    private_files.replace(path, json.dumps({**kept, name: new}, indent=2) + "\n")
    return kept[name], new


def end(folder: Path, name: str) -> None:
    """Forget the old value."""
    rest = {key: value for key, value in _pending(folder).items() if key != name}
    if rest:
        private_files.replace(folder / PENDING, json.dumps(rest))
    else:
        (folder / PENDING).unlink()


def _pending(folder: Path) -> dict[str, str]:
    path = folder / PENDING
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _tell(
    preparation: Preparation, name: str, running: set[str], old: str, new: str
) -> None:
    if name == ADMIN_PASSWORD.key and GRAFANA.name in running:
        holders.tell_grafana(preparation.settings.url(GRAFANA.name), old, new)


def _check(
    preparation: Preparation, name: str, running: set[str], old: str, new: str
) -> bool:
    settings = preparation.settings
    if name == ADMIN_PASSWORD.key and GRAFANA.name in running:
        holders.check_grafana(settings.url(GRAFANA.name), old, new)
        return True
    if name == SIMULATION_TOKEN.key and settings.simulation:
        holders.check_shop(settings.url(GATEWAY.name), old, new)
        return True
    if name in holders.ENGINE_KEYS:
        holders.check_engine(settings.url(ENGINE.name), name, old, new)
        return True
    if name in databases.SECRET_KEYS and POSTGRES.name in running:
        server = resource_name(settings.stack, POSTGRES.name)
        ask = partial(postgres.gets_in, Engine().api, server)
        holders.check_postgres(ask, name, old, new)
        return True
    return False
