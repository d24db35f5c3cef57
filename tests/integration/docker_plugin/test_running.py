"""A network, a volume and containers that use them, as they come up."""

import json
import re
from typing import Any

import docker
import pytest

from tests.integration.docker_plugin.declare import (
    Resource,
    declare,
    healthy,
    output,
    secret,
)
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker
CANARY = "canary-7f3a"
MIB = 1024 * 1024


def everything(stack: Stack, image: str) -> list[Resource]:
    return [
        declare("RemoteImage", "image", name=image, keep_locally=True),
        declare(
            "Network",
            "net",
            name=stack.name("net"),
            labels=[{"label": "owner", "value": "tests"}],
        ),
        declare("Volume", "data", name=stack.name("data")),
        declare("Volume", "unnamed", labels=[{"label": "owner", "value": "tests"}]),
        declare(
            "Container",
            "web",
            name=stack.name("web"),
            image=output("image.image_id"),
            command=["serve"],
            envs=["PLAIN=1", secret(f"TOKEN={CANARY}")],
            labels=[{"label": "owner", "value": "tests"}],
            ports=[{"internal": 8000, "ip": "127.0.0.1"}],
            networks_advanced=[{"name": output("net.name"), "aliases": ["front"]}],
            mounts=[
                {"type": "volume", "target": "/data", "source": output("data.name")},
                {
                    "type": "tmpfs",
                    "target": "/scratch",
                    "tmpfs_options": {"size_bytes": MIB, "mode": 0o1777},
                },
                {
                    "type": "bind",
                    "target": "/host",
                    "source": "/etc",
                    "read_only": True,
                },
            ],
            tmpfs={"/tmp": "size=1m"},
            capabilities={"drops": ["ALL"], "adds": ["CAP_NET_BIND_SERVICE"]},
            security_opts=["no-new-privileges:true"],
            read_only=True,
            user="10001:10001",
            group_adds=["10000"],
            memory=64,
            memory_swap=64,
            cpus="0.5",
            ulimits=[{"name": "nproc", "soft": 64, "hard": 64}],
            log_driver="json-file",
            log_opts={"max-size": "1m", "max-file": "2"},
            restart="on-failure",
            max_retry_count=3,
            hostname="web",
            dns=["127.0.0.11"],
            hosts=[{"host": "elsewhere", "ip": "10.1.2.3"}],
            sysctls={"net.ipv4.ip_unprivileged_port_start": "0"},
            shm_size=8,
            stop_signal="SIGTERM",
            stop_timeout=5,
            init=True,
            healthcheck=healthy(start_period="20s"),
            wait=True,
            wait_timeout=30,
            must_run=True,
            destroy_grace_seconds=5,
        ),
        declare(
            "Container",
            "plain",
            image=image,
            volumes=[
                {"container_path": "/data", "volume_name": output("data.name")},
                {"container_path": "/etc", "host_path": "/etc", "read_only": True},
            ],
            working_dir="/data",
        ),
    ]


@pytest.fixture(scope="module")
def running(stack: Stack, image: str) -> Stack:
    stack.up(*everything(stack, image))
    return stack


@pytest.fixture
def web(running: Stack, engine: docker.DockerClient) -> dict[str, Any]:
    report: dict[str, Any] = engine.api.inspect_container(running.name("web"))
    return report


def test_container_is_healthy_when_the_update_ends(web: dict[str, Any]) -> None:
    assert web["State"]["Health"]["Status"] == "healthy"


def test_limits_and_hardening_reach_the_engine(web: dict[str, Any]) -> None:
    host = web["HostConfig"]
    assert host["Memory"] == host["MemorySwap"] == 64 * MIB
    assert host["NanoCpus"] == 500_000_000
    assert host["Ulimits"] == [{"Name": "nproc", "Soft": 64, "Hard": 64}]
    assert host["CapDrop"] == ["ALL"]
    assert host["CapAdd"] == ["CAP_NET_BIND_SERVICE"]
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["ReadonlyRootfs"] is True
    assert host["GroupAdd"] == ["10000"]
    assert host["ShmSize"] == 8 * MIB
    assert host["Init"] is True
    assert web["Config"]["User"] == "10001:10001"


def test_mounts_reach_the_engine(running: Stack, web: dict[str, Any]) -> None:
    found = {item["Destination"]: item for item in web["Mounts"]}
    assert found["/data"]["Name"] == running.name("data")
    assert found["/data"]["RW"] is True
    assert found["/host"]["RW"] is False
    assert web["HostConfig"]["Tmpfs"] == {"/tmp": "size=1m"}
    scratch = [m for m in web["HostConfig"]["Mounts"] if m["Type"] == "tmpfs"]
    assert scratch[0]["TmpfsOptions"] == {"SizeBytes": MIB, "Mode": 0o1777}


def test_logs_restarts_and_stopping_reach_the_engine(web: dict[str, Any]) -> None:
    host, config = web["HostConfig"], web["Config"]
    assert host["LogConfig"]["Config"] == {"max-file": "2", "max-size": "1m"}
    assert host["RestartPolicy"] == {"Name": "on-failure", "MaximumRetryCount": 3}
    assert (config["StopSignal"], config["StopTimeout"]) == ("SIGTERM", 5)
    assert host["Sysctls"] == {"net.ipv4.ip_unprivileged_port_start": "0"}
    assert host["ExtraHosts"] == ["elsewhere:10.1.2.3"]
    assert host["Dns"] == ["127.0.0.11"]


def test_container_is_on_its_network_only_with_its_alias(
    running: Stack, web: dict[str, Any]
) -> None:
    networks = web["NetworkSettings"]["Networks"]
    assert list(networks) == [running.name("net")]
    assert "front" in networks[running.name("net")]["Aliases"]


def test_older_kind_of_volumes_is_mounted(
    running: Stack, engine: docker.DockerClient
) -> None:
    report = engine.api.inspect_container(running.resources()["plain"]["id"])
    binds = set(report["HostConfig"]["Binds"])
    assert binds == {f"{running.name('data')}:/data:rw", "/etc:/etc:ro"}
    assert report["Config"]["WorkingDir"] == "/data"


def test_ids_are_the_engines_own(running: Stack, web: dict[str, Any]) -> None:
    recorded = running.resources()
    assert recorded["web"]["id"] == web["Id"]
    assert recorded["data"]["id"] == running.name("data")
    networks = web["NetworkSettings"]["Networks"]
    assert recorded["net"]["id"] == networks[running.name("net")]["NetworkID"]


def test_outputs_tell_what_the_engine_chose(
    running: Stack, web: dict[str, Any]
) -> None:
    outputs = running.outputs("web")
    endpoint = web["NetworkSettings"]["Networks"][running.name("net")]
    assert outputs["networkDatas"] == [
        {
            "networkName": running.name("net"),
            "ipAddress": endpoint["IPAddress"],
            "ipPrefixLength": endpoint["IPPrefixLen"],
            "gateway": endpoint["Gateway"],
            "globalIpv6Address": "",
            "globalIpv6PrefixLength": 0,
            "ipv6Gateway": "",
            "macAddress": endpoint["MacAddress"],
        }
    ]
    assert outputs["containerLogs"] is None
    assert outputs["exitCode"] is None
    assert outputs["bridge"] == ""
    assert outputs["hostname"] == "web"
    assert outputs["entrypoints"] == ["/probe"]
    assert outputs["ipcMode"] == "private"
    assert outputs["runtime"] == "runc"
    assert outputs["platform"] == "linux"


def test_port_that_the_engine_chose_is_an_output(
    running: Stack, web: dict[str, Any]
) -> None:
    bound = web["NetworkSettings"]["Ports"]["8000/tcp"][0]
    assert running.outputs("web")["ports"] == [
        {
            "internal": 8000,
            "external": int(bound["HostPort"]),
            "ip": "127.0.0.1",
            "protocol": "tcp",
        }
    ]


def test_defaults_are_recorded_in_the_inputs(running: Stack) -> None:
    inputs = running.resources()["web"]["inputs"]
    assert inputs["__defaults"] == [
        "containerReadRefreshTimeoutMilliseconds",
        "networkMode",
        "removeVolumes",
        "start",
    ]
    assert inputs["ports"][0]["protocol"] == "tcp"
    assert inputs["networkMode"] == "bridge"


def test_network_and_volume_outputs(running: Stack) -> None:
    network, volume = running.outputs("net"), running.outputs("data")
    assert (network["driver"], network["scope"]) == ("bridge", "local")
    assert network["internal"] is False
    assert network["ipamConfigs"][0]["subnet"]
    assert network["labels"] == [{"label": "owner", "value": "tests"}]
    assert volume["driver"] == "local"
    assert volume["mountpoint"].endswith(f"{running.name('data')}/_data")


def test_image_outputs(running: Stack, engine: docker.DockerClient, image: str) -> None:
    recorded = running.resources()["image"]
    identity = engine.images.get(image).id
    assert recorded["id"] == f"{identity}{image}"
    assert recorded["outputs"]["imageId"] == identity
    assert running.outputs("web")["image"] == identity


def test_unnamed_resources_get_seven_hexadecimal_digits(running: Stack) -> None:
    for name in ("unnamed", "plain"):
        assert re.fullmatch(f"{name}-[0-9a-f]{{7}}", running.outputs(name)["name"])


def test_secrets_are_in_the_container_and_nowhere_in_the_state(
    running: Stack, web: dict[str, Any]
) -> None:
    assert f"TOKEN={CANARY}" in web["Config"]["Env"]
    assert CANARY not in running.exported()
    stored = (running.folder / "backend").rglob("*.json")
    assert not [path for path in stored if CANARY in path.read_text()]


def test_nothing_changes_when_nothing_has_changed(running: Stack, image: str) -> None:
    steps = running.preview(*everything(running, image), refresh=True)
    assert {name: step["op"] for name, step in steps.items()} == dict.fromkeys(
        ("image", "net", "data", "unnamed", "web", "plain"), "same"
    )


def test_order_of_sets_is_no_change(running: Stack, image: str) -> None:
    shuffled = json.loads(json.dumps(everything(running, image)))
    arguments = next(r for r in shuffled if r["name"] == "web")["arguments"]
    for name in ("envs", "mounts"):
        arguments[name].reverse()
    assert running.preview(*shuffled)["web"]["op"] == "same"
