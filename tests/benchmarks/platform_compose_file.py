"""A compose file of containers that run, from what `docker inspect` says of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.identity import LABEL_SERVICE

Inspected = Mapping[str, Any]


def compose_file(
    containers: Iterable[Inspected], project: str, folders: Mapping[str, str]
) -> dict[str, Any]:
    """
    Return the compose document of *containers*.

    Args:
        project: Prefix of container names and volumes.
        folders: Copy by original, for mounted folders that go with the stack.
    """
    services = {
        _name(container): service(container, folders) for container in containers
    }
    volumes = {
        volume["source"]
        for entry in services.values()
        for volume in entry["volumes"]
        if volume["type"] == "volume"
    }
    return {
        "name": project,
        "services": services,
        "volumes": {name: {} for name in sorted(volumes)},
        "networks": {"default": {"driver": "bridge"}},
    }


def service(container: Inspected, folders: Mapping[str, str]) -> dict[str, Any]:
    """Return the compose service that is equal to *container*."""
    config, host = container["Config"], container["HostConfig"]
    return {
        "image": container["Image"],
        "hostname": config["Hostname"],
        "entrypoint": config["Entrypoint"],
        "command": config["Cmd"],
        # A dollar starts a variable in compose files.
        "environment": [text.replace("$", "$$") for text in config["Env"] or []],
        "user": config["User"],
        "init": bool(host.get("Init")),
        "read_only": host["ReadonlyRootfs"],
        "cap_drop": host["CapDrop"] or [],
        "security_opt": host["SecurityOpt"] or [],
        "restart": host["RestartPolicy"]["Name"],
        "mem_limit": host["Memory"],
        "memswap_limit": host["MemorySwap"],
        "cpus": _cpus(host),
        "ulimits": {
            u["Name"]: {"soft": u["Soft"], "hard": u["Hard"]}
            for u in host["Ulimits"] or []
        },
        "tmpfs": [
            f"{path}:{options}" for path, options in (host.get("Tmpfs") or {}).items()
        ],
        "volumes": [_volume(mount, folders) for mount in container["Mounts"]],
        "ports": _ports(host["PortBindings"] or {}),
        "healthcheck": _healthcheck(config["Healthcheck"]),
        "stop_grace_period": f"{config.get('StopTimeout') or 10}s",
        "logging": {
            "driver": host["LogConfig"]["Type"],
            "options": host["LogConfig"]["Config"],
        },
        "networks": {"default": {"aliases": [_name(container)]}},
    }


def _name(container: Inspected) -> str:
    return str(container["Config"]["Labels"][LABEL_SERVICE])


def _cpus(host: Inspected) -> float:
    if host["NanoCpus"]:
        return float(host["NanoCpus"] / 1e9)
    return float(host["CpuQuota"] / (host["CpuPeriod"] or 100_000))


def _volume(mount: Inspected, folders: Mapping[str, str]) -> dict[str, Any]:
    named = mount["Type"] == "volume"
    source = mount["Name"] if named else folders.get(mount["Source"], mount["Source"])
    return {
        "type": mount["Type"],
        "source": source,
        "target": mount["Destination"],
        "read_only": not mount["RW"],
    }


def _ports(bindings: Mapping[str, Any]) -> list[str]:
    return [
        f"{binding['HostIp']}:{binding['HostPort']}:{inside}"
        for inside, bound in bindings.items()
        for binding in bound or []
    ]


def _healthcheck(check: Inspected) -> dict[str, Any]:
    # The engine counts in nanoseconds.
    times = {
        "interval": check["Interval"],
        "timeout": check["Timeout"],
        "start_period": check.get("StartPeriod", 0),
    }
    return {
        "test": check["Test"],
        "retries": check["Retries"],
        **{key: f"{value // 1_000_000}ms" for key, value in times.items()},
    }
