"""A container's inputs as the Engine API takes them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from plugins.docker.container.mounts import binds, mount
from plugins.docker.durations import nanoseconds

MIB = 1024 * 1024
_NANO = 1_000_000_000

Inputs = Mapping[str, Any]


def creation(inputs: Inputs, labels: Mapping[str, str]) -> dict[str, Any]:
    """
    Return the body of ``POST /containers/create``.

    Args:
        labels: Ours, on top of the program's.
    """
    return {
        **_process(inputs),
        "Image": inputs["image"],
        "Labels": {**pairs(inputs.get("labels"), "label"), **labels},
        "Healthcheck": _healthcheck(inputs.get("healthcheck")),
        "ExposedPorts": {_port_key(port): {} for port in inputs.get("ports", ())},
        "Volumes": {
            volume["containerPath"]: {}
            for volume in inputs.get("volumes", ())
            if volume.get("containerPath")
        },
        "HostConfig": _without_none(_host(inputs)),
    }


def _process(inputs: Inputs) -> dict[str, Any]:
    fields = {
        "Hostname": inputs.get("hostname"),
        "Domainname": inputs.get("domainname"),
        "User": inputs.get("user"),
        "WorkingDir": inputs.get("workingDir"),
        "Cmd": inputs.get("command"),
        "Entrypoint": inputs.get("entrypoints"),
        "Env": inputs.get("envs"),
        "Tty": inputs.get("tty", False),
        "OpenStdin": inputs.get("stdinOpen", False),
        "StopSignal": inputs.get("stopSignal"),
        "StopTimeout": inputs.get("stopTimeout"),
    }
    return _without_none(fields)


def _host(inputs: Inputs) -> dict[str, Any]:
    return {
        **_security(inputs),
        **_limits(inputs),
        **_network(inputs),
        "Init": inputs.get("init", False),
        "Binds": binds(inputs.get("volumes", ())),
        "VolumesFrom": [
            volume["fromContainer"]
            for volume in inputs.get("volumes", ())
            if volume.get("fromContainer")
        ],
        "Mounts": [mount(item) for item in inputs.get("mounts", ())],
        "Tmpfs": inputs.get("tmpfs"),
        "StorageOpt": inputs.get("storageOpts"),
        "AutoRemove": inputs.get("rm", False),
        "RestartPolicy": restart_policy(inputs),
        "Runtime": inputs.get("runtime"),
        "LogConfig": {
            "Type": inputs.get("logDriver", ""),
            "Config": inputs.get("logOpts", {}),
        },
    }


def _security(inputs: Inputs) -> dict[str, Any]:
    options = inputs.get("securityOpts")
    unconfined = options is not None and "systempaths=unconfined" in options
    capabilities = inputs.get("capabilities") or {}
    return {
        "CapAdd": capabilities.get("adds"),
        "CapDrop": capabilities.get("drops"),
        "Devices": [_device(item) for item in inputs.get("devices", ())],
        "GroupAdd": inputs.get("groupAdds"),
        "Privileged": inputs.get("privileged", False),
        "ReadonlyRootfs": inputs.get("readOnly", False),
        "SecurityOpt": options
        and [option for option in options if option != "systempaths=unconfined"],
        "MaskedPaths": [] if unconfined else None,
        "ReadonlyPaths": [] if unconfined else None,
        "Sysctls": inputs.get("sysctls"),
        "UsernsMode": inputs.get("usernsMode"),
    }


def _limits(inputs: Inputs) -> dict[str, Any]:
    cpus = inputs.get("cpus")
    return {
        **resources(inputs),
        "NanoCpus": None if cpus is None else int(Decimal(cpus) * _NANO),
        "ShmSize": inputs["shmSize"] * MIB if "shmSize" in inputs else None,
        "Ulimits": [
            {"Name": item["name"], "Soft": item["soft"], "Hard": item["hard"]}
            for item in inputs.get("ulimits", ())
        ],
    }


def resources(inputs: Inputs) -> dict[str, Any]:
    """Return the limits that a running container takes, for create and for update."""
    swap = inputs.get("memorySwap", 0)
    # With `cpus` the engine works out period and quota by itself.
    shared = "cpus" in inputs
    return {
        "CpuPeriod": 0 if shared else inputs.get("cpuPeriod", 0),
        "CpuQuota": 0 if shared else inputs.get("cpuQuota", 0),
        "CpuShares": inputs.get("cpuShares", 0),
        "CpusetCpus": inputs.get("cpuSet", ""),
        "Memory": inputs.get("memory", 0) * MIB,
        "MemoryReservation": inputs.get("memoryReservation", 0) * MIB,
        "MemorySwap": swap * MIB if swap > 0 else swap,
    }


def restart_policy(inputs: Inputs) -> dict[str, Any]:
    """Return when the engine starts the container again."""
    return {
        "Name": inputs.get("restart", "no"),
        "MaximumRetryCount": inputs.get("maxRetryCount", 0),
    }


def _network(inputs: Inputs) -> dict[str, Any]:
    bindings: dict[str, list[dict[str, str]]] = {}
    for port in inputs.get("ports", ()):
        bindings.setdefault(_port_key(port), []).append(_binding(port))
    return {
        "Dns": inputs.get("dns"),
        "DnsOptions": inputs.get("dnsOpts"),
        "DnsSearch": inputs.get("dnsSearches"),
        "ExtraHosts": [f"{h['host']}:{h['ip']}" for h in inputs.get("hosts", ())],
        "NetworkMode": inputs.get("networkMode", "bridge"),
        "PortBindings": bindings,
        "PublishAllPorts": inputs.get("publishAllPorts", False),
        "CgroupParent": inputs.get("cgroupParent"),
        "CgroupnsMode": inputs.get("cgroupnsMode"),
        "IpcMode": inputs.get("ipcMode"),
        "PidMode": inputs.get("pidMode"),
    }


def _binding(port: Inputs) -> dict[str, str]:
    # Port 0 lets the engine choose, as no port at all does.
    return {
        "HostIp": port.get("ip") or "0.0.0.0",  # noqa: S104 - Docker's default
        "HostPort": str(port.get("external", 0)),
    }


def _port_key(port: Inputs) -> str:
    return f"{port['internal']}/{port.get('protocol', 'tcp')}"


def _device(item: Inputs) -> dict[str, str]:
    return {
        "PathOnHost": item["hostPath"],
        "PathInContainer": item.get("containerPath") or item["hostPath"],
        "CgroupPermissions": item.get("permissions", "rwm"),
    }


def _healthcheck(check: Inputs | None) -> dict[str, Any] | None:
    if check is None:
        return None
    lengths = {
        "Interval": "interval",
        "Timeout": "timeout",
        "StartPeriod": "startPeriod",
        "StartInterval": "startInterval",
    }
    body: dict[str, Any] = {
        name: nanoseconds(check.get(key, "0s")) for name, key in lengths.items()
    }
    return {**body, "Test": check.get("tests"), "Retries": check.get("retries", 0)}


def endpoint(network: Inputs) -> dict[str, Any]:
    """Return how the container joins *network*, an item of ``networksAdvanced``."""
    options = (option.partition("=") for option in network.get("driverOpts", ()))
    return _without_none(
        {
            "Aliases": network.get("aliases"),
            "MacAddress": network.get("macAddress"),
            "DriverOpts": {key: value for key, found, value in options if found},
            "IPAMConfig": _without_none(
                {
                    "IPv4Address": network.get("ipv4Address"),
                    "IPv6Address": network.get("ipv6Address"),
                    "LinkLocalIPs": network.get("linkLocalIps"),
                }
            ),
        }
    )


def pairs(items: Any, key: str) -> dict[str, str]:
    """Return ``[{key: k, "value": v}]`` as ``{k: v}``."""
    return {item[key]: item["value"] for item in items or ()}


def _without_none(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value is not None}
