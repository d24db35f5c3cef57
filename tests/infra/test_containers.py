import re

import pytest

from catalog.exceptions import HOST_FOLDERS
from catalog.services import SERVICES, service
from infra.images import Image
from infra.specs.alertmanager import alertmanager
from infra.specs.errors import PlatformError
from infra.specs.gateway import gateway
from infra.specs.settings import parse
from infra.targets.container import added_capabilities
from tests.infra.deployment import (
    CONTAINER,
    FOLDER,
    IMAGE_KEYS,
    deploy,
    images_json,
    service_names,
)


@pytest.fixture(scope="module")
def containers(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return deploy(home, simulation="on").inputs(CONTAINER)


@pytest.fixture(params=sorted(service_names()))
def container(request, containers):
    return containers[request.param]


def labels_of(container):
    return {label["label"]: label["value"] for label in container["labels"]}


def test_every_service_of_the_catalog_runs(containers):
    assert containers.keys() == service_names()


def test_user_is_not_root_and_a_number(container):
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", container["user"])


def test_root_is_read_only(container):
    assert container["readOnly"] is True


def test_all_capabilities_are_dropped_and_none_added(container):
    assert container["capabilities"] == {"drops": ["ALL"]}


def test_only_a_named_exception_adds_a_capability():
    images = {
        key: Image(
            key=key,
            reference="sha256:" + "a" * 64,
            name=key,
            source="pulled",
            probe=(),
            capabilities=("NET_BIND_SERVICE",),
        )
        for key in ("gateway", "prometheus")
    }

    assert added_capabilities(gateway(), images["gateway"]) == ("NET_BIND_SERVICE",)
    with pytest.raises(PlatformError, match="no exception allows alertmanager"):
        added_capabilities(alertmanager(parse("dev", {})), images["prometheus"])


def test_privileges_cannot_be_gained(container):
    assert container["securityOpts"] == ["no-new-privileges"]
    assert "privileged" not in container


def test_memory_is_limited_and_none_of_it_is_swap(container):
    assert 32 <= container["memory"] <= 1024
    assert container["memorySwap"] == container["memory"]


def test_cpu_is_limited_to_one_that_every_machine_has(container):
    assert 0 < float(container["cpus"]) <= 1


def test_processes_and_files_are_limited(container):
    ceilings = {limit["name"]: limit["hard"] for limit in container["ulimits"]}

    assert ceilings.keys() == {"nproc", "nofile"}
    assert 0 < ceilings["nproc"] <= 512


def test_limits_are_no_softer_than_they_are_hard(container):
    assert all(limit["soft"] == limit["hard"] for limit in container["ulimits"])


def test_up_fails_where_a_process_ends_at_once(container):
    assert container["mustRun"] is True


def test_only_programs_that_reap_no_children_get_an_init(containers):
    with_init = {name for name, container in containers.items() if container["init"]}

    assert with_init == {"notifications", "container-exporter"}


def test_ports_are_published_on_loopback_only(container):
    assert all(port["ip"] == "127.0.0.1" for port in container["ports"])


def test_only_the_front_doors_are_published(containers):
    published = {name for name, container in containers.items() if container["ports"]}

    assert published == {
        service.name for service in SERVICES if service.published_port is not None
    }


def test_health_is_checked_with_the_image_s_own_probe(container):
    check = container["healthcheck"]

    assert check["tests"][:2] == ["CMD", "/bin/hc"]
    assert "{" not in "".join(check["tests"])


def test_health_is_asked_often_and_believed_after_some_failures(containers):
    check = dict(containers["items"]["healthcheck"])
    del check["tests"]

    assert check == {
        "interval": "2s",
        # Three, and the rest after a good answer.
        "timeout": "11s",
        "retries": 5,
        "startPeriod": "20s",
    }


def test_a_check_that_rests_is_given_the_time_for_it(container):
    check = container["healthcheck"]
    rest_s = int(check["tests"][4])

    assert rest_s == 8
    assert check["timeout"] == f"{3 + rest_s}s"


def test_up_waits_for_health_no_longer_than_a_stated_time(container):
    assert container["wait"] is True
    assert container["waitTimeout"] == 90


def test_image_is_pinned_by_id(container):
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", container["image"])


def test_labels_name_stack_service_and_owner(container):
    labels = labels_of(container)

    assert labels["pharos.stack"] == "dev"
    assert container["name"] == f"pharos-dev-{labels['pharos.service']}"
    assert labels["pharos.owner"] == service(labels["pharos.service"]).owner


def test_log_files_are_bounded(container):
    assert container["logDriver"] == "json-file"
    assert container["logOpts"] == {"max-size": "10m", "max-file": "3"}


def test_it_comes_back_after_a_crash(container):
    assert container["restart"] == "unless-stopped"


def test_temporary_files_cannot_be_executed(container):
    for options in container["tmpfs"].values():
        *fixed, size = options.split(",")
        assert fixed == ["rw", "noexec", "nosuid", "nodev", "mode=1777"]
        assert re.fullmatch(r"size=\d+m", size)


def test_mounted_folders_are_read_only(container):
    folders = [mount for mount in container["mounts"] if mount["type"] == "bind"]

    assert all(mount["readOnly"] for mount in folders)


def test_volumes_say_whether_they_can_be_written(container):
    volumes = [mount for mount in container["mounts"] if mount["type"] == "volume"]

    assert all(mount["readOnly"] is False for mount in volumes)


def test_folders_of_the_machine_are_named_exceptions(containers, tmp_path_factory):
    of_the_machine = {
        (name, mount["source"])
        for name, container in containers.items()
        for mount in container["mounts"]
        if mount["type"] == "bind" and "/stacks/dev/files/" not in mount["source"]
    }

    assert of_the_machine == {(each.service, each.folder) for each in HOST_FOLDERS}


def test_names_resolve_in_the_private_network(containers):
    for name, container in containers.items():
        [network] = container["networksAdvanced"]
        assert network == {"name": "pharos-dev-net", "aliases": [name]}


def test_prometheus_has_time_to_write_its_samples(containers):
    assert containers["prometheus"]["destroyGraceSeconds"] == 60
    assert containers["prometheus"]["stopTimeout"] == 60


def test_go_programs_know_their_memory_limit(containers):
    assert "GOMEMLIMIT=921MiB" in containers["prometheus"]["envs"]


def test_nothing_of_a_mounted_file_is_part_of_its_container(tmp_path, containers):
    # Else an edited rule would replace Prometheus.
    folders = deploy(tmp_path, simulation="on").inputs(FOLDER)
    rules = folders["prometheus-config"]["files"]["rules/targets.yaml"]

    assert "TargetDown" in rules
    assert "TargetDown" not in str(containers["prometheus"])


def test_without_its_image_grafana_is_left_out(tmp_path):
    images = images_json(tuple(key for key in IMAGE_KEYS if key != "grafana"))

    recorder = deploy(tmp_path, images=images)

    expected = service_names() - {"grafana"} | {"previews"}
    assert recorder.inputs(CONTAINER).keys() == expected
    config = recorder.inputs(FOLDER)["prometheus-config"]["files"]["prometheus.yml"]
    assert "grafana" not in config
