import pytest

from tests.unit.changes.factories import (
    CONTAINER,
    FOLDER,
    NETWORK,
    RELOAD,
    container,
    found,
    replaced,
    urn,
    volume,
)
from tests.unit.changes.factories import step as a_step
from tools.changes.cost import Limits, costs, total
from tools.changes.downtime import downtimes
from tools.changes.resources import SHARED, Kind, by_service


@pytest.mark.parametrize(
    ("op", "kind"),
    [
        ("create", Kind.CREATED),
        ("update", Kind.CHANGED),
        ("delete", Kind.DELETED),
        ("same", Kind.SAME),
    ],
)
def test_each_step_is_one_of_few_fates(op, kind):
    [change] = found(a_step(op, CONTAINER, "items", container(), container()))

    assert change.kind is kind


def test_a_replacement_is_one_change_however_many_steps_it_takes():
    [change] = found(*replaced(container(), container(image="new"), "image"))

    assert change.kind is Kind.REPLACED
    assert change.because == ("image",)
    assert [p.path for p in change.properties] == ["image"]


def test_what_belongs_to_a_service_is_found_by_label_or_by_its_workload():
    changes = found(
        a_step("create", CONTAINER, "items", None, container()),
        a_step("create", FOLDER, "blackbox-config", None, {}),
        {"op": "create", "urn": urn(NETWORK, "n"), "newState": {"inputs": {}}},
    )

    assert {c.name: (c.service, c.owner) for c in changes} == {
        "items": ("items", "shop"),
        "blackbox-config": ("blackbox", "platform"),
        "n": (SHARED, "platform"),
    }


def test_services_come_in_the_order_of_the_catalog_and_only_with_changes():
    changes = found(
        a_step("create", FOLDER, "prometheus-config", None, {}),
        a_step("create", FOLDER, "gateway-config", None, {}),
        a_step("same", CONTAINER, "items", container(), container()),
    )

    assert list(by_service(changes)) == ["gateway", "prometheus"]


def test_a_replaced_container_means_downtime():
    [said] = downtimes(found(*replaced(container(), container(user="1:1"), "user")))

    assert said == (
        "items is away while its container is replaced (user): up to 30 s to stop, then"
        " until it is healthy"
    )


def test_a_deleted_container_means_that_its_service_is_gone():
    [said] = downtimes(found(a_step("delete", CONTAINER, "items", container())))

    assert said == "items is gone: its container is deleted"


def test_files_that_need_a_restart_mean_downtime_and_those_that_do_not_do_not():
    def reload(signal):
        return a_step("update", RELOAD, "items-reload", {}, {"signal": signal})

    assert downtimes(found(reload(""))) == ("items restarts to read its new files",)
    assert downtimes(found(reload("SIGHUP"))) == ()


def test_a_restart_is_not_told_beside_a_replacement():
    steps = replaced(container(), container(user="1:1"), "user")
    reload = a_step("update", RELOAD, "items-reload", {}, {"signal": ""})

    assert len(downtimes(found(*steps, reload))) == 1


def test_a_volume_that_loses_its_protection_is_told():
    change = volume("update", {}, {})
    change["oldState"]["protect"] = True

    [said] = downtimes(found(change))
    assert "items-data is no longer protected" in said


def test_limits_are_added_up_before_and_after():
    each = costs(
        found(
            *replaced(container(), container(memory=512, cpus="0.5"), "memory"),
            a_step(
                "same", CONTAINER, "stock", container(labels=[]), container(labels=[])
            ),
            a_step("delete", CONTAINER, "old", container(labels=[], memory=64)),
        )
    )

    assert [c.service for c in each if c.differs] == ["items", "old"]
    assert total(each).before == Limits(memory_mib=576, cpus=3)
    assert total(each).after == Limits(memory_mib=768, cpus=1.5)
