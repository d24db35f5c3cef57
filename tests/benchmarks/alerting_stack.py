"""The stack that alerting is measured on, and the page for its figures."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import docker

from tests.benchmarks.platform_report import ROOT, conditions, save
from tests.benchmarks.platform_stack import benchmark_stack
from tools.bootstrap import private_files, stack_settings
from tools.bootstrap.commands.evidence import addresses
from tools.bootstrap.commands.secret import plain
from tools.bootstrap.places import places
from tools.evidence.stack import Addresses

PAGE = ROOT / "docs" / "benchmarks" / "alerting.md"
_HEAD = """\
# Benchmarks of alerting

Each section is written by the command it names. A load average well above the number
of CPUs means that the machine was busy with other work.
"""
_TOKEN = "simulation-token"
_KEY = "engine-key-console"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A running stack, as a benchmark needs it; *key* opens its engine."""

    name: str
    addresses: Addresses
    token: str
    engine: str
    key: str


@contextmanager
def alerting_stack(name: str) -> Iterator[Measured]:
    """Yield the running stack *name*; with "" one of its own, destroyed after."""
    if name:
        where = places()
        secrets = private_files.read_secrets(where.stack(name))
        settings = stack_settings.read(where, name).settings
        yield Measured(
            name=name,
            addresses=addresses(settings),
            token=plain(_TOKEN, os.environ, secrets),
            engine=settings.url("engine"),
            key=plain(_KEY, os.environ, secrets),
        )
        return
    with benchmark_stack(
        simulation="on", remediation="on", alertTiming="demo"
    ) as stack:
        secrets = private_files.read_secrets(stack.home / "stacks" / stack.name)
        yield Measured(
            name=stack.name,
            addresses=addresses(stack.settings),
            token=secrets[_TOKEN],
            engine=stack.url("engine"),
            key=secrets[_KEY],
        )


def described() -> str:
    """Return one line about this machine at this moment."""
    engine = docker.from_env()
    try:
        return conditions(str(engine.version()["Version"]))
    finally:
        engine.close()


def save_section(name: str, text: str) -> None:
    """Put section *name* into the page."""
    if not PAGE.exists():
        PAGE.write_text(_HEAD)
    save(name, text, PAGE)
