"""Inputs and reports that show only what a test is about."""

from typing import Any

from plugins.docker.checking import Checked, check
from plugins.docker.kinds import Table, Values

MIB = 1024 * 1024


def checked(
    table: Table, /, *, previous: Values | None = None, **inputs: Any
) -> Checked:
    return check(
        table,
        dict(inputs),
        previous=previous or {},
        resource="web",
        seed=b"a seed",
    )


def failures(table: Table, /, **inputs: Any) -> dict[str, str]:
    return {f.path: f.reason for f in checked(table, **inputs).failures}


def report(
    *,
    config: dict[str, Any] | None = None,
    host: dict[str, Any] | None = None,
    running: bool = True,
    ports: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """What the engine tells about a container that was given an image only."""
    return {
        "Id": "f" * 64,
        "Name": "/web",
        "Image": "sha256:1234",
        "Platform": "linux",
        "State": {"Running": running, "ExitCode": 0 if running else 3},
        "Config": {
            "Cmd": ["sleep"],
            "Domainname": "",
            "Entrypoint": None,
            "Hostname": "ffffffffffff",
            "Image": "shop:1",
            "OpenStdin": False,
            "Tty": False,
            "User": "",
            "WorkingDir": "",
            **(config or {}),
        },
        "HostConfig": {
            "AutoRemove": False,
            "CapAdd": None,
            "CapDrop": None,
            "CpuShares": 0,
            "CpusetCpus": "",
            "IpcMode": "private",
            "LogConfig": {"Type": "json-file", "Config": {}},
            "Memory": 0,
            "MemoryReservation": 0,
            "MemorySwap": 0,
            "NanoCpus": 0,
            "NetworkMode": "bridge",
            "PidMode": "",
            "Privileged": False,
            "PublishAllPorts": False,
            "ReadonlyRootfs": False,
            "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
            "Runtime": "runc",
            "ShmSize": 64 * MIB,
            "UsernsMode": "",
            **(host or {}),
        },
        "NetworkSettings": {"Bridge": "", "Networks": {}, "Ports": ports or {}},
    }
