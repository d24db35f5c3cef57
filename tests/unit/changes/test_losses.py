from datetime import date

import pytest

from policies.exemptions import Exemption
from tests.unit.changes.factories import container, found, replaced, reported, volume
from tools.changes.losses import losses

TIME, SIZE = "--storage.tsdb.retention.time", "--storage.tsdb.retention.size"


def lost(*steps):
    return [(loss.policy, loss.resource, loss.what) for loss in losses(found(*steps))]


def flags(**changed):
    given = {TIME: "15d", SIZE: "8192MB", **changed}
    return container(command=[f"{flag}={value}" for flag, value in given.items()])


def budget(mib):
    label = {"label": "pharos.volume.items", "value": str(mib)}
    return container(labels=[label])


def test_a_deleted_volume_is_a_loss():
    assert lost(volume("delete", {})) == [
        (
            "volume-not-deleted",
            "items-data",
            "volume items-data is deleted with its data",
        )
    ]


def test_a_replaced_volume_is_a_loss_told_once():
    steps = [
        volume(op, {"name": "a"}, {"name": "b"}, replaceReasons=["name"])
        for op in ("create-replacement", "replace", "delete-replaced")
    ]

    assert lost(*steps) == [
        (
            "volume-not-replaced",
            "items-data",
            "volume items-data is replaced by an empty one (name)",
        )
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"driverOpts": {"size": "2g"}}, {"driverOpts": {"size": "1g"}}),
        ({"driverOpts": {"o": "uid=1,size=200m"}}, {"driverOpts": {"o": "size=100m"}}),
    ],
)
def test_a_volume_that_shrinks_is_a_loss(before, after):
    [loss] = lost(volume("update", before, after))

    assert loss[0] == "volume-not-shrunk"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (flags(), flags(**{TIME: "14d"}), "up to 14d instead of 15d"),
        (flags(), flags(**{SIZE: "4GB"}), "up to 4GB instead of 8192MB"),
        (budget(1024), budget(512), "has 512 MiB on volume items instead of 1024"),
    ],
)
def test_keeping_less_is_a_loss(before, after, words):
    [(policy, resource, what)] = lost(*replaced(before, after, "command"))

    assert (policy, resource) == ("volume-not-shrunk", "items")
    assert words in what


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (flags(), flags()),
        (flags(), flags(**{TIME: "30d", SIZE: "9GB"})),
        (flags(), flags(**{SIZE: "0"})),
        (flags(**{SIZE: "8GB"}), flags(**{SIZE: "8192MB"})),
        (budget(512), budget(1024)),
        (container(), budget(512)),
    ],
)
def test_keeping_as_much_or_more_is_none(before, after):
    assert lost(*replaced(before, after, "command")) == []


def test_a_new_volume_and_one_that_stays_are_none():
    assert lost(volume("create", None, {}), volume("same", {}, {}, name="b-data")) == []


def exemption(**changed):
    given = {
        "policy": "volume-not-deleted",
        "stack": "rpt",
        "resource": "items-data",
        "reason": "the items move to a server",
        "until": date(2026, 12, 1),
    }
    return Exemption(**{**given, **changed})


def test_a_loss_that_nothing_allows_is_refused_with_the_line_to_write():
    made = reported(volume("delete", {}))

    assert made.is_refused
    said = made.refused[0].refusal(made.stack)
    assert "volume items-data is deleted" in said
    assert (
        'policy = "volume-not-deleted", stack = "rpt", resource = "items-data"' in said
    )


def test_a_loss_that_the_change_allows_is_told_and_not_refused():
    made = reported(volume("delete", {}), exemptions=(exemption(),))

    assert not made.is_refused
    assert [loss.resource for loss in made.allowed] == ["items-data"]


@pytest.mark.parametrize(
    "other",
    [
        {"policy": "volume-not-shrunk"},
        {"stack": "prod"},
        {"resource": "stock-data"},
        {"until": date(2026, 11, 30)},
    ],
)
def test_an_exemption_of_something_else_or_of_yesterday_allows_nothing(other):
    assert reported(volume("delete", {}), exemptions=(exemption(**other),)).is_refused


def test_a_container_without_volumes_may_be_replaced():
    made = reported(*replaced(container(), container(image="x"), "image"))

    assert not made.is_refused
