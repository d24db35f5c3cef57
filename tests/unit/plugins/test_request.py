import json
from typing import Any

from plugins.docker.container.request import creation, endpoint, resources
from plugins.docker.container.table import CONTAINER
from plugins.docker.kinds import without_defaults_key
from tests.unit.plugins.factories import MIB, checked

NANO = 10**9


def body(**inputs: Any) -> dict[str, Any]:
    given = checked(CONTAINER, image="shop:1", name="web", **inputs)
    assert given.failures == []
    return creation(without_defaults_key(given.inputs), {"mark": "ours"})


def host(**inputs: Any) -> dict[str, Any]:
    found: dict[str, Any] = body(**inputs)["HostConfig"]
    return found


def test_image_alone_is_enough() -> None:
    assert body()["Image"] == "shop:1"
    json.dumps(body())


def test_process_is_left_to_the_image_where_nothing_is_said() -> None:
    assert not {"Cmd", "Entrypoint", "User", "WorkingDir", "Env"} & body().keys()


def test_process_is_translated() -> None:
    found = body(command=["serve"], entrypoints=["/app"], user="1:2", envs=["A=1"])
    assert found["Cmd"] == ["serve"]
    assert found["Entrypoint"] == ["/app"]
    assert found["User"] == "1:2"
    assert found["Env"] == ["A=1"]


def test_labels_are_the_programs_and_ours() -> None:
    labels = body(labels=[{"label": "a", "value": "b"}])["Labels"]
    assert labels == {"a": "b", "mark": "ours"}


def test_sizes_are_bytes() -> None:
    found = host(memory=64, memorySwap=128, memoryReservation=32, shmSize=8)
    assert found["Memory"] == 64 * MIB
    assert found["MemorySwap"] == 128 * MIB
    assert found["MemoryReservation"] == 32 * MIB
    assert found["ShmSize"] == 8 * MIB


def test_unlimited_swap_stays_minus_one() -> None:
    assert host(memory=64, memorySwap=-1)["MemorySwap"] == -1


def test_cpus_are_billionths_and_win_over_period_and_quota() -> None:
    found = host(cpus="0.1", cpuPeriod=1000, cpuQuota=500)
    assert found["NanoCpus"] == NANO // 10
    assert (found["CpuPeriod"], found["CpuQuota"]) == (0, 0)


def test_period_and_quota_are_translated_without_cpus() -> None:
    found = resources({"cpuPeriod": 1000, "cpuQuota": 500})
    assert (found["CpuPeriod"], found["CpuQuota"]) == (1000, 500)


def test_ports_are_exposed_and_bound() -> None:
    found = body(
        ports=[
            {"internal": 80, "external": 8080, "ip": "127.0.0.1"},
            {"internal": 80, "external": 8081, "ip": "127.0.0.1"},
            {"internal": 53, "protocol": "udp"},
        ]
    )
    assert found["ExposedPorts"] == {"80/tcp": {}, "53/udp": {}}
    assert found["HostConfig"]["PortBindings"] == {
        "80/tcp": [
            {"HostIp": "127.0.0.1", "HostPort": "8080"},
            {"HostIp": "127.0.0.1", "HostPort": "8081"},
        ],
        "53/udp": [{"HostIp": "0.0.0.0", "HostPort": "0"}],
    }


def test_mounts_carry_the_options_of_their_type() -> None:
    found = host(
        mounts=[
            {
                "type": "volume",
                "target": "/data",
                "source": "data",
                "volumeOptions": {"noCopy": True},
            },
            {
                "type": "bind",
                "target": "/etc",
                "source": "/etc",
                "readOnly": True,
                "bindOptions": {"propagation": "rslave"},
            },
            {
                "type": "tmpfs",
                "target": "/tmp",
                "tmpfsOptions": {"sizeBytes": MIB, "mode": 0o1777},
            },
        ]
    )
    volume, bind, tmpfs = found["Mounts"]
    assert volume["VolumeOptions"] == {"NoCopy": True, "Labels": {}}
    assert bind["ReadOnly"] is True
    assert bind["BindOptions"] == {"Propagation": "rslave"}
    assert tmpfs["TmpfsOptions"] == {"SizeBytes": MIB, "Mode": 0o1777}


def test_volumes_become_binds() -> None:
    found = body(
        volumes=[
            {"containerPath": "/data", "volumeName": "data"},
            {"containerPath": "/etc", "hostPath": "/etc", "readOnly": True},
            {"containerPath": "/z", "hostPath": "/z", "selinuxRelabel": "Z"},
            {"containerPath": "/anonymous"},
            {"fromContainer": "other"},
        ]
    )
    assert found["HostConfig"]["Binds"] == [
        "data:/data:rw",
        "/etc:/etc:ro",
        "/z:/z:rw,Z",
    ]
    assert found["HostConfig"]["VolumesFrom"] == ["other"]
    assert set(found["Volumes"]) == {"/data", "/etc", "/z", "/anonymous"}


def test_health_check_is_in_nanoseconds() -> None:
    check = body(
        healthcheck={"tests": ["CMD", "/hc"], "interval": "2s", "timeout": "500ms"}
    )["Healthcheck"]
    assert check == {
        "Test": ["CMD", "/hc"],
        "Interval": 2 * NANO,
        "Timeout": NANO // 2,
        "StartPeriod": 0,
        "StartInterval": 0,
        "Retries": 0,
    }


def test_no_health_check_leaves_the_images_own() -> None:
    assert body()["Healthcheck"] is None


def test_unconfined_system_paths_are_masks_not_an_option() -> None:
    found = host(securityOpts=["no-new-privileges:true", "systempaths=unconfined"])
    assert found["SecurityOpt"] == ["no-new-privileges:true"]
    assert found["MaskedPaths"] == found["ReadonlyPaths"] == []


def test_hardening_is_translated() -> None:
    found = host(
        readOnly=True,
        capabilities={"drops": ["ALL"]},
        ulimits=[{"name": "nproc", "soft": 1, "hard": 2}],
        tmpfs={"/tmp": "size=1m"},
        init=True,
    )
    assert found["ReadonlyRootfs"] is True
    assert found["CapDrop"] == ["ALL"]
    assert found["Ulimits"] == [{"Name": "nproc", "Soft": 1, "Hard": 2}]
    assert found["Tmpfs"] == {"/tmp": "size=1m"}
    assert found["Init"] is True


def test_endpoint_names_aliases_and_addresses() -> None:
    found = endpoint(
        {
            "name": "net",
            "aliases": ["web"],
            "ipv4Address": "10.0.0.2",
            "driverOpts": ["a=b", "nonsense"],
        }
    )
    assert found == {
        "Aliases": ["web"],
        "DriverOpts": {"a": "b"},
        "IPAMConfig": {"IPv4Address": "10.0.0.2"},
    }
