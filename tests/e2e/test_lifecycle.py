"""Down, up, interruption, a second stack, destruction: in this order, at the end."""

import dataclasses
import json
import os
import signal
import time
import urllib.error

import pytest

from catalog.identity import LABEL_STACK, resource_name
from tests.e2e.fixtures import destroyed_at_the_end, make_canaries
from tests.e2e.load import light_load
from tests.e2e.prometheus import series
from tests.e2e.stack import Stack, a_pull_request, free_name
from tests.e2e.waiting import eventually
from tools.bootstrap.backend import checkpoint_file

pytestmark = pytest.mark.stack


def healthy(stack):
    states = {
        str(c.name): c.attrs["State"].get("Health", {}).get("Status")
        for c in stack.containers()
    }
    assert set(states.values()) == {"healthy"}, states
    return True


@pytest.fixture(scope="module")
def second(stack, engine):
    """
    Another stack of the same user, a pull request's; not up yet.

    Policies want a receiver of it; its other secrets are of its own making.
    """
    other = Stack(
        name=free_name(a_pull_request),
        checkout=stack.checkout,
        home=stack.home,
        engine=engine,
        canaries={"webhook-url": make_canaries()["webhook-url"]},
    )
    other.configure()
    with destroyed_at_the_end(other):
        yield other


def test_samples_outlive_down_and_up(stack):
    now_s = time.time()
    query = {"query": "up", "time": str(now_s)}
    before = {tuple(sorted(s["metric"].items())) for s in at(stack, now_s)}
    item = stack.get("gateway", "/items")

    stack.make("down")
    assert stack.containers() == []
    stack.make("up")

    after = {tuple(sorted(s["metric"].items())) for s in at(stack, now_s)}
    assert before, query
    assert before <= after
    assert stack.get("gateway", "/items") == item


def at(stack, moment_s):
    return series(stack.url("prometheus"), "up", time=str(moment_s))


def test_an_interrupted_up_is_repaired_by_the_next_one(second):
    process = second.start_make("up")
    eventually(lambda: second.containers(), "the first container", within_s=300)
    # What a terminal does on Ctrl-C: to make and to everything that it started.
    os.killpg(process.pid, signal.SIGINT)
    printed, _ = process.communicate(timeout=120)
    assert process.returncode != 0, printed

    second.make("up")

    assert healthy(second)
    assert second.services()


def test_up_starts_what_somebody_has_stopped(second):
    containers = {str(c.name): c for c in second.containers()}
    containers[resource_name(second.name, "payment")].stop()
    containers[resource_name(second.name, "items")].pause()

    previewed = second.make("preview")
    printed = second.make("up")

    go_on = f"`make up STACK={second.name}` has it go on"
    assert f"payment is stopped; {go_on}" in previewed
    assert f"items is paused; {go_on}" in previewed
    assert "starting payment, which was stopped" in printed
    assert "letting items go on, which was paused" in printed
    assert healthy(second)


def test_another_home_does_not_take_the_stack_over(second, tmp_path):
    stranger = dataclasses.replace(second, home=tmp_path / "home", output="")
    before = {c.id for c in second.containers()}

    for target in ("up", "destroy"):
        said = stranger.make(target, "YES=1", fails=True)
        assert f"stack {second.name!r} is on this engine already (" in said
        assert f"It was made from PHAROS_HOME={second.home}: " in said

    assert {c.id for c in second.containers()} == before


def test_down_keeps_volumes_that_a_broken_off_destroy_has_exposed(second):
    state = checkpoint_file(second.home / "backend" / ".pulumi", second.name)
    document = json.loads(state.read_text())
    for resource in document["checkpoint"]["latest"]["resources"]:
        resource.pop("protect", None)
    state.write_text(json.dumps(document))
    before = volumes(second)

    second.make("down")

    assert second.containers() == []
    assert volumes(second) == before
    second.make("up")


def started_at(stack):
    return {str(c.name): c.attrs["State"]["StartedAt"] for c in stack.containers()}


def status_of(stack, path, token):
    try:
        stack.get("gateway", path, Authorization=f"Bearer {token}")
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    return 200


def a_silence(comment):
    return {
        "matchers": [{"name": "alertname", "value": "X", "isRegex": False}],
        "startsAt": "2026-01-01T00:00:00Z",
        "endsAt": "2099-01-01T00:00:00Z",
        "createdBy": "tests",
        "comment": comment,
    }


def volumes(stack):
    label = {"label": f"{LABEL_STACK}={stack.name}"}
    return {volume.name for volume in stack.engine.volumes.list(filters=label)}


def test_two_stacks_live_side_by_side(stack, second):
    assert healthy(stack)
    assert healthy(second)
    assert not {*stack.settings.ports.values()} & {*second.settings.ports.values()}
    assert stack.get("gateway", "/items")
    assert second.get("gateway", "/items")


def test_what_one_stack_does_is_not_counted_in_the_other(stack, second):
    def names(of):
        found = series(of.url("prometheus"), "container_last_seen")
        return {s["metric"]["name"] for s in found}

    expected = {str(c.name) for c in second.containers()}
    eventually(lambda: names(second) == expected, "the second stack's containers")
    assert not names(stack) & names(second)


def test_a_secret_is_rotated_without_a_failed_request(second):
    def token():
        return second.make("secret", "NAME=simulation-token").strip()

    def answer(value):
        return status_of(second, "/simulate/status", value)

    old, started = token(), started_at(second)
    with light_load(second) as load:
        second.make("rotate", "SECRET=simulation-token")

    assert (answer(token()), answer(old)) == (200, 401)
    assert started_at(second) == started
    assert load.sent > 10
    assert load.failed == []


def test_what_is_not_proven_is_not_promoted(stack, second):
    printed = stack.make(
        "promote", f"FROM={second.name}", f"TO={stack.name}", fails=True
    )

    assert "nothing was changed" in printed
    check = f"`make check STACK={second.name}`"
    assert f"check was not passed by this content: {check}" in printed
    assert f"`make evidence SCENARIO=5xx STACK={second.name}`" in printed


def test_a_destroyed_stack_comes_back_with_its_data(stack, second, tmp_path):
    product = second.post("gateway", "/products", {"name": "kept", "stock": 3})
    key = {"Idempotency-Key": "kept"}
    order = second.post("gateway", "/checkout", {}, **key)
    second.post("alertmanager", "/api/v2/silences", a_silence("kept"))
    now_s = time.time()
    before = {tuple(sorted(s["metric"].items())) for s in at(second, now_s)}

    second.make("backup", f"FILE={tmp_path}/b.tar")
    second.make("destroy", "YES=1")
    assert second.left() == []
    assert healthy(stack)
    second.make("restore", f"FILE={tmp_path}/b.tar")

    assert healthy(second)
    assert json.loads(second.get("gateway", f"/products/{product['id']}")) == product
    # Known by its key: a checkout that was forgotten would make another order.
    assert second.post("gateway", "/checkout", {}, **key) == order
    silences = json.loads(second.get("alertmanager", "/api/v2/silences"))
    assert [each["comment"] for each in silences] == ["kept"]
    assert before
    assert before <= {tuple(sorted(s["metric"].items())) for s in at(second, now_s)}


def test_a_pull_request_s_stack_is_swept_once_it_is_too_old(stack, second):
    second.make("sweep")
    assert healthy(second)

    second.make("sweep", "TTL_H=0")

    assert second.left() == []
    assert healthy(stack)


def test_destroy_leaves_nothing_behind(stack):
    stack.make("destroy", "YES=1")

    assert stack.left() == []
