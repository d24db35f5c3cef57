"""`make smoke`: the running stack, looked at from outside."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from catalog.own_services import OWN
from infra.specs.settings import Settings
from tools.bootstrap import engine as engines
from tools.bootstrap import stack_settings, table
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Engine
from tools.bootstrap.make_words import make

TIMEOUT_S = 10
# Two scrapes at the default interval.
SETTLE_S = 30
PAUSE_S = 1
_BUILT_IN = (
    ("gateway", "/"),
    ("gateway", "/items"),
    ("gateway", "/products"),
    ("gateway", "/health/ready"),
    ("prometheus", "/-/ready"),
    ("alertmanager", "/-/ready"),
    ("engine", "/health/ready"),
    ("engine", "/"),
    ("grafana", "/api/health"),
    ("previews", "/"),
)
PATHS = (
    *_BUILT_IN,
    *(
        (own.name, own.service.health_path)
        for own in OWN
        if own.service.published_port is not None
    ),
    # Private ones are reached through the front door, where they have a path there.
    *(("gateway", f"/health/{own.name}") for own in OWN if own.service.routes),
)
LOCAL = "127.0.0.1"


def run(context: Context) -> int:
    """Print what was looked at and what is wrong."""
    file = stack_settings.read(context.where, context.stack)
    engine = engines.required()
    present = {each.service for each in engine.of_stack(context.stack)}
    if not present:
        up = make("up", context.stack)
        print(f"stack {context.stack!r} is down; {up} brings it up")
        return 1
    found = problems(engine, file.settings)
    for problem in found:
        print(f"FAILED {problem}")
    if not found:
        print(f"{len(present)} services of stack {context.stack!r} are well")
    return 1 if found else 0


def problems(engine: Engine, settings: Settings) -> list[str]:
    """Return what is wrong with a stack that is up."""
    present = {each.service for each in engine.of_stack(settings.stack)}
    return settled(
        lambda: [
            *container_problems(engine, settings.stack),
            *endpoint_problems(settings, present),
            *target_problems(settings),
        ]
    )


def settled(look: Callable[[], list[str]]) -> list[str]:
    """Return what is still wrong after the first scrapes have had their time."""
    deadline_s = time.monotonic() + SETTLE_S
    while (problems := look()) and time.monotonic() < deadline_s:
        time.sleep(PAUSE_S)
    return problems


def container_problems(engine: Engine, stack: str) -> Iterator[str]:
    """Yield what is wrong with the containers of *stack*."""
    for each in engine.of_stack(stack):
        if table.state_of(each) != "healthy":
            yield f"{each.service}: {each.status or each.state}, not healthy"
        inspected = engine.api.inspect_container(each.name)
        for problem in hardening_problems(inspected):
            yield f"{each.service}: {problem}"


def hardening_problems(inspected: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is not as the design wants it."""
    host = inspected["HostConfig"]
    if inspected["Config"]["User"].partition(":")[0] in ("", "0", "root"):
        yield "runs as root"
    if not host["ReadonlyRootfs"]:
        yield "can write to its root file system"
    if host["CapDrop"] != ["ALL"]:
        yield f"keeps capabilities (drops {host['CapDrop']})"
    for port, bindings in (host["PortBindings"] or {}).items():
        for binding in bindings or ():
            if binding["HostIp"] != LOCAL:
                yield f"publishes {port} on {binding['HostIp'] or 'every address'}"


def endpoint_problems(settings: Settings, present: set[str]) -> Iterator[str]:
    """Yield the published paths that do not answer with success."""
    for service, path in PATHS:
        if service in present:
            try:
                get(settings.url(service) + path)
            except (OSError, ValueError) as error:
                yield f"{settings.url(service)}{path}: {error}"


def target_problems(settings: Settings) -> Iterator[str]:
    """Yield the targets that Prometheus cannot scrape."""
    try:
        found = json.loads(get(settings.url("prometheus") + "/api/v1/targets"))
    except (OSError, ValueError) as error:
        yield f"Prometheus's targets: {error}"
        return
    targets = found["data"]["activeTargets"]
    if not targets:
        yield "Prometheus has no targets"
    for target in targets:
        if target["health"] != "up":
            job = target["labels"].get("job", "?")
            yield f"target {job}: {target['health']} {target['lastError']}".rstrip()


def get(url: str) -> str:
    """Return the body of a successful answer."""
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310
        return str(answer.read().decode())
