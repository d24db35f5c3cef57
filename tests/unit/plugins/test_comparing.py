from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.docker.comparing import Difference, difference, settle
from plugins.docker.container.table import CONTAINER
from plugins.docker.kinds import UNKNOWN
from plugins.docker.network.table import NETWORK
from tests.unit.plugins.factories import checked


def compare(old: dict[str, Any], new: dict[str, Any]) -> Difference:
    """Compare two versions of a container's inputs, each checked first."""
    common = {"image": "shop:1", "name": "web"}
    state = checked(CONTAINER, **common, **old).inputs
    return difference(CONTAINER, state, checked(CONTAINER, **common, **new).inputs)


def same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    found = compare(old, new)
    return not found.replaced and not found.updated


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"envs": ["A=1", "B=2"]}, {"envs": ["B=2", "A=1"]}),
        ({"healthcheck": {"interval": "1m30s"}}, {"healthcheck": {"interval": "90s"}}),
        (
            {"capabilities": {"adds": ["CAP_CHOWN"]}},
            {"capabilities": {"adds": ["chown"]}},
        ),
        (
            {"ports": [{"internal": 80, "external": 32768}]},
            {"ports": [{"internal": 80}]},
        ),
        ({"privileged": False}, {}),
        ({"tmpfs": {}}, {}),
        ({"command": ["sleep"]}, {}),
        ({"cpus": "0.5"}, {"cpus": "0.50"}),
        ({"networkMode": "default"}, {"networkMode": "bridge"}),
        ({"memoryReservation": 0}, {}),
    ],
)
def test_same_meaning_is_no_difference(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    assert same(old, new)


@pytest.mark.parametrize(
    ("old", "new", "replaced"),
    [
        ({}, {"envs": ["A=1"]}, "envs"),
        ({"command": ["a", "b"]}, {"command": ["b", "a"]}, "command"),
        ({"readOnly": True}, {}, "readOnly"),
        ({"ports": [{"internal": 80}]}, {"ports": [{"internal": 81}]}, "ports"),
        ({"ports": [{"internal": 80}]}, {}, "ports"),
        ({"cpus": "0.5"}, {"cpus": "0.25"}, "cpus"),
        (
            {"healthcheck": {"retries": 1}},
            {"healthcheck": {"retries": 2}},
            "healthcheck",
        ),
        ({"memory": 64}, {}, "memory"),
        ({}, {"mounts": UNKNOWN}, "mounts"),
        ({"envs": ["A=1"]}, {"envs": ["A=1", UNKNOWN]}, "envs"),
    ],
)
def test_difference_replaces(
    old: dict[str, Any], new: dict[str, Any], replaced: str
) -> None:
    assert compare(old, new).replaced == [replaced]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory", 64),
        ("memorySwap", -1),
        ("cpuShares", 512),
        ("cpuSet", "0-1"),
        ("cpuQuota", 1000),
        ("restart", "always"),
        ("maxRetryCount", 3),
        ("mustRun", False),
        ("wait", True),
        ("destroyGraceSeconds", 10),
    ],
)
def test_difference_is_made_in_place(name: str, value: Any) -> None:
    found = compare({}, {name: value})
    assert (found.updated, found.replaced) == ([name], [])


def test_container_is_always_deleted_before_it_is_replaced() -> None:
    assert compare({}, {}).delete_first


def test_network_is_deleted_first_only_if_its_name_is_fixed() -> None:
    named, unnamed = checked(NETWORK, name="net").inputs, checked(NETWORK).inputs
    assert difference(NETWORK, named, named).delete_first
    assert not difference(NETWORK, unnamed, unnamed).delete_first


TEXTS = st.lists(st.text(max_size=3), max_size=5)


@given(TEXTS, st.randoms())
def test_sets_do_not_depend_on_order(values: list[str], random: Any) -> None:
    shuffled = [*values]
    random.shuffle(shuffled)
    assert same({"dns": values}, {"dns": shuffled})


@given(TEXTS, TEXTS)
def test_sets_differ_if_and_only_if_their_members_do(
    old: list[str], new: list[str]
) -> None:
    assert same({"dns": old}, {"dns": new}) is (set(old) == set(new))


@given(TEXTS, TEXTS)
def test_recorded_spelling_stays_exactly_while_it_means_the_same(
    recorded: list[str], actual: list[str]
) -> None:
    settled = settle(CONTAINER.inputs["dns"], [*recorded], [*actual])
    assert isinstance(settled, list)
    expected = recorded if set(recorded) == set(actual) else actual
    assert set(map(str, settled)) == set(expected)


def test_recorded_port_is_filled_with_what_the_engine_chose() -> None:
    actual = {"internal": 80, "external": 32768, "ip": "0.0.0.0", "protocol": "tcp"}
    assert settle(CONTAINER.inputs["ports"], [{"internal": 80}], [dict(actual)]) == [
        actual
    ]


def test_drift_wins_over_what_was_recorded() -> None:
    assert settle(CONTAINER.inputs["memory"], 64, 128) == 128
