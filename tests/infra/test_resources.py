import pytest

from infra.images import ImagesError
from infra.specs.errors import PlatformError
from infra.specs.settings import SettingsError
from tests.infra.deployment import (
    CONTAINER,
    FOLDER,
    NETWORK,
    RELOAD,
    VOLUME,
    deploy,
    images_json,
)

# Names are a contract: a changed one replaces what runs, or loses data.
LOGICAL_NAMES = {
    VOLUME: {
        "items-data",
        "stock-data",
        "payment-data",
        "checkout-data",
        "prometheus-data",
        "alertmanager-data",
        "notifications-data",
        "grafana-data",
        "collector-data",
        "engine-data",
    },
    NETWORK: {"network"},
    FOLDER: {
        "gateway-config",
        "blackbox-config",
        "collector-config",
        "collector-secrets",
        "engine-secrets",
        "prometheus-secrets",
        "alertmanager-secrets",
        "prometheus-config",
        "alertmanager-config",
        "grafana-provisioning",
        "grafana-dashboards",
        "grafana-secrets",
        "container-exporter-names",
        "container-exporter-names-current",
    },
    RELOAD: {
        "gateway-reload",
        "blackbox-reload",
        "collector-reload",
        "prometheus-reload",
        "alertmanager-reload",
        "grafana-reload",
    },
}


@pytest.fixture(scope="module")
def recorder(tmp_path_factory):
    return deploy(tmp_path_factory.mktemp("home"))


def dependencies(recorder, name):
    urns = recorder.options[name].dependencies
    return {urn.split("::")[-1] for urn in urns}


@pytest.mark.parametrize("kind", LOGICAL_NAMES, ids=lambda kind: kind.split(":")[-1])
def test_logical_names_stay_as_they_are(recorder, kind):
    assert recorder.inputs(kind).keys() == LOGICAL_NAMES[kind]


def test_every_volume_is_protected(recorder):
    for name in recorder.inputs(VOLUME):
        assert recorder.options[name].protect is True, name


def test_nothing_but_volumes_is_protected(recorder):
    others = recorder.options.keys() - recorder.inputs(VOLUME).keys()

    assert [name for name in others if recorder.options[name].protect] == []


def test_volumes_belong_to_the_stack_so_that_they_can_stay_alone(recorder):
    for name in recorder.inputs(VOLUME):
        assert "Workload" not in recorder.options[name].parent


def test_volumes_and_network_carry_the_labels(recorder):
    for kind in (VOLUME, NETWORK):
        for name, inputs in recorder.inputs(kind).items():
            found = {label["label"]: label["value"] for label in inputs["labels"]}
            assert found["pharos.stack"] == "dev", name
            assert found.keys() == {"pharos.stack", "pharos.service", "pharos.owner"}


def test_a_volume_is_not_replaced_for_its_labels(recorder):
    for name in recorder.inputs(VOLUME):
        assert list(recorder.options[name].ignoreChanges) == ["labels"], name


def test_network_is_a_bridge_of_the_stack_s_own(recorder):
    assert recorder.inputs(NETWORK)["network"]["driver"] == "bridge"


def test_folders_and_reloads_belong_to_their_workload(recorder):
    for kind in (FOLDER, RELOAD):
        for name in recorder.inputs(kind):
            assert "pharos:docker:Workload::" in recorder.options[name].parent, name


def test_containers_wait_for_their_own_folders_and_volumes_only(recorder):
    assert dependencies(recorder, "prometheus") - {"network"} == {
        "prometheus-config",
        "prometheus-data",
        "prometheus-secrets",
    }
    for name in recorder.inputs(CONTAINER):
        needed = dependencies(recorder, name)
        assert not needed & recorder.inputs(CONTAINER).keys(), name


def test_old_container_goes_before_the_new_one_takes_its_name(recorder):
    for name in recorder.inputs(CONTAINER):
        assert recorder.options[name].deleteBeforeReplace is True


def test_prometheus_is_told_by_signal_and_asked_on_its_published_port(recorder):
    inputs = recorder.inputs(RELOAD)["prometheus-reload"]

    assert inputs["signal"] == "SIGHUP"
    assert inputs["url"] == "http://127.0.0.1:9090/metrics"
    assert inputs["container"] == "pharos-dev-prometheus"


def test_gateway_which_cannot_reload_is_restarted(recorder):
    assert recorder.inputs(RELOAD)["gateway-reload"]["signal"] == ""


def test_container_exporter_learns_every_container_s_name(recorder):
    names = recorder.inputs(FOLDER)["container-exporter-names-current"]
    text = names["files"]["containers.json"]

    for name in recorder.inputs(CONTAINER):
        assert f'"{name}-id"' in text
        assert f'"pharos-dev-{name}"' in text
    assert names["path"].endswith("/container-exporter-names/current")


def test_mounted_folders_belong_to_the_user_of_their_container(recorder):
    config = recorder.inputs(FOLDER)["prometheus-config"]

    assert (config["uid"], config["gid"]) == (65534, 65534)


def test_mistaken_settings_stop_the_program(tmp_path):
    with pytest.raises(SettingsError, match="2 mistakes in the settings"):
        deploy(tmp_path, gatewayPort="80", nonsense="x")


def test_missing_image_stops_the_program(tmp_path):
    with pytest.raises(ImagesError, match="no image 'app'"):
        deploy(tmp_path, images=images_json(("prometheus",)))


def test_refused_rules_stop_the_program(tmp_path):
    tools = {"promtool": ["false"], "amtool": ["true"]}

    with pytest.raises(PlatformError, match=r"promtool refuses prometheus\.yml"):
        deploy(tmp_path, images=images_json(tools=tools))
