from typing import Any

from plugins.docker.comparing import difference
from plugins.docker.container.observed import outputs
from plugins.docker.container.table import CONTAINER
from plugins.docker.kinds import Values, without_defaults_key
from tests.unit.plugins.factories import MIB, checked, report


def recorded(**inputs: Any) -> Values:
    given = checked(CONTAINER, image="shop:1", name="web", **inputs).inputs
    return without_defaults_key(given)


def drift(seen: dict[str, Any], /, **inputs: Any) -> list[str]:
    """Return what a refresh that finds *seen* wants to change."""
    given = recorded(**inputs)
    found = difference(CONTAINER, outputs(seen, given), given)
    return [*found.replaced, *found.updated]


def test_report_of_what_was_asked_is_no_drift() -> None:
    assert drift(report()) == []


def test_image_given_by_its_id_is_compared_by_its_id() -> None:
    given = {**recorded(), "image": "sha256:1234"}
    assert outputs(report(), given)["image"] == "sha256:1234"


def test_image_given_by_its_name_is_compared_by_its_name() -> None:
    assert outputs(report(), recorded())["image"] == "shop:1"


def test_environment_and_labels_are_never_read_back() -> None:
    seen = report(config={"Env": ["PATH=/bin"], "Labels": {"a": "b"}})
    found = outputs(seen, recorded(envs=["A=1"]))
    assert found["envs"] == ["A=1"]
    assert found["labels"] == []


def test_swap_that_the_engine_chose_is_no_drift() -> None:
    seen = report(host={"Memory": 64 * MIB, "MemorySwap": 128 * MIB})
    assert drift(seen, memory=64) == []


def test_refresh_after_a_refresh_finds_nothing_new() -> None:
    seen = report(host={"Memory": 64 * MIB, "MemorySwap": 128 * MIB})
    once = outputs(seen, recorded(memory=64))
    assert outputs(seen, once) == once


def test_swap_that_somebody_changed_is_drift() -> None:
    seen = report(host={"Memory": 64 * MIB, "MemorySwap": 256 * MIB})
    assert drift(seen, memory=64, memorySwap=64) == ["memorySwap"]


def test_stopped_container_that_must_run_is_drift() -> None:
    assert drift(report(running=False)) == ["mustRun"]


def test_stopped_container_that_need_not_run_is_none() -> None:
    assert drift(report(running=False), mustRun=False) == []


def test_stopped_container_has_an_exit_code_and_keeps_its_ports() -> None:
    found = outputs(report(running=False), recorded(ports=[{"internal": 80}]))
    assert found["exitCode"] == 3
    assert found["ports"] == [{"internal": 80, "ip": "0.0.0.0", "protocol": "tcp"}]


def test_running_container_has_no_exit_code() -> None:
    assert outputs(report(), recorded())["exitCode"] is None


def test_port_that_the_engine_chose_is_told() -> None:
    seen = report(ports={"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "32768"}]})
    found = outputs(seen, recorded(ports=[{"internal": 80}]))
    assert found["ports"] == [
        {"internal": 80, "external": 32768, "ip": "0.0.0.0", "protocol": "tcp"}
    ]


def test_ports_that_nobody_declared_are_not_read() -> None:
    seen = report(ports={"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "32768"}]})
    assert "ports" not in outputs(seen, recorded())


def test_import_tells_what_is_there() -> None:
    seen = report(host={"Memory": 64 * MIB, "ReadonlyRootfs": True})
    found = outputs(seen, {})
    assert (found["name"], found["image"]) == ("web", "shop:1")
    assert (found["memory"], found["readOnly"]) == (64, True)


def test_effect_of_unconfined_system_paths_is_read_as_the_option() -> None:
    seen = report(host={"MaskedPaths": [], "ReadonlyPaths": []})
    assert drift(seen, securityOpts=["systempaths=unconfined"]) == []
