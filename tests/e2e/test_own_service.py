"""A service that knows nothing of the platform comes by one entry, and goes with it."""

import shutil

import pytest

from infra import images, paths
from tests.e2e.prometheus import api, series, value
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.stack

NAME = "greeter"
# The fixture's Dockerfile starts from an image that has Flask; here that is the app's.
BASE = "pharos-test-greeter:base"


@pytest.fixture(scope="module")
def greeter(stack, engine):
    """The stack with the service; gone again at the end."""
    file = stack.home / "stacks" / stack.name / "images.json"
    app = images.load(file, stack.name, {})["app"].reference
    engine.images.get(app).tag(BASE)
    entry = stack.checkout / "services" / f"{NAME}.toml"
    entry.parent.mkdir(exist_ok=True)
    shutil.copy(paths.CHECKOUT / "tests" / "fixtures" / f"{NAME}.toml", entry)
    try:
        stack.make("gen")
        stack.make("up")
        yield stack
    finally:
        if entry.exists():
            leave(stack, entry)
        left = [BASE, f"pharos/own-{NAME}:latest", f"pharos/own-{NAME}:base"]
        for tag in {t for image in engine.images.list() for t in image.tags} & {*left}:
            engine.images.remove(tag, force=True)


def leave(stack, entry):
    entry.unlink()
    stack.make("gen")
    stack.make("up")


def ask(stack, path):
    return stack.get("gateway", path)


def test_it_runs_and_answers_at_the_front_door(greeter):
    assert greeter.container(NAME).attrs["State"]["Health"]["Status"] == "healthy"
    assert "hello ann" in ask(greeter, "/greet/ann")


def test_smoke_asks_it_too_and_finds_all_well(greeter):
    services = greeter.services()

    printed = greeter.make("smoke")

    assert NAME in services
    assert f"{len(services)} services of stack '{greeter.name}' are well" in printed


def test_it_is_hardened_as_everything_is(greeter):
    host = greeter.container(NAME).attrs["HostConfig"]

    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert not host["PortBindings"]


def test_it_is_scraped_and_probed(greeter):
    url = greeter.url("prometheus")

    def both():
        return value(url, f'sum(up{{service="{NAME}"}})') == 2

    eventually(both, "the service's target and its probe are up", within_s=60)
    eventually(
        lambda: value(url, f'probe_success{{service="{NAME}"}}') == 1, "it answers"
    )


def test_its_requests_are_in_the_records_that_dashboards_read(greeter):
    url = greeter.url("prometheus")

    def recorded():
        ask(greeter, "/greet/bob")
        return value(url, f'service:app_requests:rate5m{{service="{NAME}"}}') > 0

    eventually(recorded, "requests per second of the service", within_s=120)
    latency = f'service:app_request_latency_seconds:p95_5m{{service="{NAME}"}}'
    eventually(lambda: value(url, latency) > 0, "its latency", within_s=60)
    objective = f'service_slo:objective:ratio{{service="{NAME}",slo="latency"}}'
    assert value(url, objective) == 0.9


def test_without_its_entry_nothing_of_it_is_left(greeter):
    leave(greeter, greeter.checkout / "services" / f"{NAME}.toml")
    url = greeter.url("prometheus")

    assert NAME not in greeter.services()
    targets = api(url, "targets", state="active")["activeTargets"]
    assert NAME not in {target["labels"]["service"] for target in targets}
    rules = api(url, "rules")["groups"]
    assert not [r for g in rules for r in g["rules"] if NAME in r["query"]]
    eventually(
        lambda: not series(url, f'up{{service="{NAME}"}}'),
        "its series end",
        # Its job stays, so they are marked as ended two scrapes later.
        within_s=90,
    )
