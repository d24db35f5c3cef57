"""`make sweep`: pull requests' stacks whose time is over are destroyed."""

import argparse
import dataclasses
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from catalog.identity import LABEL_STACK
from tools.bootstrap import engine as engines
from tools.bootstrap import ephemeral
from tools.bootstrap.commands import destroy
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Engine
from tools.bootstrap.ephemeral import Ephemeral
from tools.bootstrap.errors import BootstrapError
from tools.bootstrap.places import Places


def run(context: Context) -> int:
    """Destroy what is too old, and say what is left; one that fails stops no other."""
    ttl_h = context.arguments.ttl_h
    now_s = time.time()
    known = {folder.name for folder in context.where.stack("").glob("*")}
    everything = ephemeral.found(births(engines.required(), context.where))
    stacks = [each for each in everything if each.name in known]
    for each in everything:
        if each not in stacks:
            print(f"{each.name}: left alone: its state is not in {context.where.home}")
    over = ephemeral.overdue(stacks, now_s=now_s, ttl_h=ttl_h)
    failed = [each for each in over if not _destroyed(context, each, now_s)]
    for each in stacks:
        if each not in over:
            print(f"{each.name}: {each.age_h(now_s):.1f} h of {ttl_h:g} h")
    print(
        f"{len(over) - len(failed)} of {len(stacks)} stacks of pull requests are gone"
    )
    return 1 if failed else 0


def _destroyed(context: Context, each: Ephemeral, now_s: float) -> bool:
    print(f"{each.name}: {each.age_h(now_s):.1f} h old; destroying it")
    words = {**vars(context.arguments), "stack": each.name, "yes": True}
    one = dataclasses.replace(context, arguments=argparse.Namespace(**words))
    try:
        return destroy.run(one) == 0
    except BootstrapError as error:
        print(f"error: {each.name}: {error}")
        return False


def births(engine: Engine, where: Places) -> Iterator[tuple[str, float]]:
    """Yield stack and time of birth of everything that a stack may have left."""
    label = {"label": LABEL_STACK}
    for each in engine.api.containers(all=True, filters=label):
        yield _stack(each), float(each["Created"])
    for each in engine.api.volumes(filters=label).get("Volumes") or ():
        yield _stack(each), _seconds(each["CreatedAt"])
    for each in engine.api.networks(filters=label):
        yield _stack(each), _seconds(each["Created"])
    # An update that broke off early has a folder and nothing else.
    for folder in where.stack("").glob("*"):
        yield folder.name, folder.stat().st_mtime


def _stack(resource: dict[str, Any]) -> str:
    return str(resource["Labels"][LABEL_STACK])


def _seconds(text: str) -> float:
    # Nanoseconds, which Python does not read.
    whole, _, rest = text.partition(".")
    zone = rest.lstrip("0123456789") if rest else ""
    return datetime.fromisoformat(whole + zone).timestamp()
