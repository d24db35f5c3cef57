"""A container's outputs from what the engine reports."""

from collections.abc import Mapping
from typing import Any

from plugins.docker import durations
from plugins.docker.comparing import settle
from plugins.docker.container.mounts import observed_mount
from plugins.docker.container.request import MIB
from plugins.docker.container.table import CONTAINER
from plugins.docker.kinds import Plain, Values

Report = Mapping[str, Any]

# What the engine cannot tell apart from the image's own is never read back.
_NEVER_READ = ("envs", "labels", "volumes", "networksAdvanced")
# Read only where the program sets them: the engine's own value says nothing.
_ONLY_IF_SET = ("ports", "ulimits", "devices", "logOpts", "pidMode")


def outputs(report: Report, recorded: Values) -> Values:
    """
    Return all the outputs of the container that the engine reports.

    Args:
        report: Answer of ``GET /containers/{id}/json``.
        recorded: Inputs or outputs so far; empty when the container is imported.
    """
    kept = {k: v for k, v in recorded.items() if k not in CONTAINER.outputs}
    seen = _observed(report, recorded)
    settled = {
        name: settle(CONTAINER.inputs[name], recorded.get(name), value)
        for name, value in seen.items()
        if name not in _ONLY_IF_SET or recorded.get(name)
    }
    empty: Values = {"envs": [], "labels": []}
    merged = {**empty, **kept, **settled, **_computed(report)}
    return {k: v for k, v in merged.items() if v is not None or k in CONTAINER.outputs}


def stopped(report: Report) -> bool:
    """Tell whether the container does not run."""
    return not report["State"]["Running"]


def _computed(report: Report) -> Values:
    settings = report.get("NetworkSettings") or {}
    networks = settings.get("Networks") or {}
    return {
        "bridge": settings.get("Bridge", ""),
        "containerLogs": None,
        "exitCode": report["State"]["ExitCode"] if stopped(report) else None,
        "networkDatas": [_network_data(*item) for item in sorted(networks.items())],
    }


def _network_data(name: str, endpoint: Report) -> Plain:
    return {
        "networkName": name,
        "ipAddress": endpoint["IPAddress"],
        "ipPrefixLength": endpoint["IPPrefixLen"],
        "gateway": endpoint["Gateway"],
        "globalIpv6Address": endpoint["GlobalIPv6Address"],
        "globalIpv6PrefixLength": endpoint["GlobalIPv6PrefixLen"],
        "ipv6Gateway": endpoint["IPv6Gateway"],
        "macAddress": endpoint["MacAddress"],
    }


def _observed(report: Report, recorded: Values) -> Values:
    config, host = report["Config"], report["HostConfig"]
    seen: Values = {
        "name": report["Name"].removeprefix("/"),
        "image": _image(report, recorded),
        "platform": report.get("Platform", ""),
        **_process(config),
        **_security(host),
        **_network(host),
        **_limits(host, recorded),
        "init": bool(host.get("Init")),
        "ipcMode": host["IpcMode"],
        "logDriver": host["LogConfig"]["Type"],
        "logOpts": host["LogConfig"]["Config"] or {},
        "mounts": [observed_mount(item) for item in host.get("Mounts") or ()],
        "restart": host["RestartPolicy"]["Name"] or "no",
        "maxRetryCount": host["RestartPolicy"]["MaximumRetryCount"],
        "rm": host["AutoRemove"],
        "runtime": host["Runtime"],
        "storageOpts": host.get("StorageOpt") or {},
        "tmpfs": host.get("Tmpfs") or {},
    }
    if stopped(report) and recorded.get("mustRun"):
        seen["mustRun"] = False
    ports = (report.get("NetworkSettings") or {}).get("Ports")
    if not stopped(report):
        seen["ports"] = _ports(ports or {})
    return {name: value for name, value in seen.items() if name not in _NEVER_READ}


def _image(report: Report, recorded: Values) -> str:
    asked = recorded.get("image")
    by_id = isinstance(asked, str) and asked.startswith("sha256:")
    image: str = report["Image"] if by_id else report["Config"]["Image"]
    return image


def _process(config: Report) -> Values:
    return {
        "command": config.get("Cmd") or [],
        "entrypoints": config.get("Entrypoint") or [],
        "domainname": config["Domainname"],
        "hostname": config["Hostname"],
        "user": config["User"],
        "workingDir": config["WorkingDir"],
        "tty": config["Tty"],
        "stdinOpen": config["OpenStdin"],
        "stopSignal": config.get("StopSignal", ""),
        "stopTimeout": config.get("StopTimeout") or 0,
        "healthcheck": _healthcheck(config.get("Healthcheck")),
    }


def _healthcheck(check: Report | None) -> Plain:
    if check is None:
        return None
    return {
        "tests": check.get("Test") or [],
        "interval": durations.text(check.get("Interval", 0)),
        "timeout": durations.text(check.get("Timeout", 0)),
        "startPeriod": durations.text(check.get("StartPeriod", 0)),
        "startInterval": durations.text(check.get("StartInterval", 0)),
        "retries": check.get("Retries", 0),
    }


def _security(host: Report) -> Values:
    adds, drops = host.get("CapAdd"), host.get("CapDrop")
    capabilities: Plain = {"adds": adds or [], "drops": drops or []}
    devices = [
        {
            "hostPath": item["PathOnHost"],
            "containerPath": item["PathInContainer"],
            "permissions": item["CgroupPermissions"],
        }
        for item in host.get("Devices") or ()
    ]
    options = [*(host.get("SecurityOpt") or ())]
    if host.get("MaskedPaths") == [] and host.get("ReadonlyPaths") == []:
        # The engine keeps this option's effect, not its name.
        options.append("systempaths=unconfined")
    return {
        "capabilities": capabilities if adds or drops else None,
        "devices": devices,
        "groupAdds": host.get("GroupAdd") or [],
        "privileged": host["Privileged"],
        "readOnly": host["ReadonlyRootfs"],
        "securityOpts": [*options],
        "sysctls": host.get("Sysctls") or {},
        "usernsMode": host["UsernsMode"],
    }


def _network(host: Report) -> Values:
    return {
        "dns": host.get("Dns") or [],
        "dnsOpts": host.get("DnsOptions") or [],
        "dnsSearches": host.get("DnsSearch") or [],
        "hosts": [_host(entry) for entry in host.get("ExtraHosts") or ()],
        "networkMode": host["NetworkMode"],
        "pidMode": host["PidMode"],
        "publishAllPorts": host["PublishAllPorts"],
    }


def _host(entry: str) -> Plain:
    name, _, ip = entry.partition(":")
    return {"host": name, "ip": ip}


def _limits(host: Report, recorded: Values) -> Values:
    nano = host.get("NanoCpus") or 0
    swap = host["MemorySwap"]
    chosen = not recorded.get("memorySwap") and swap == 2 * host["Memory"]
    ulimits = [
        {"name": item["Name"], "soft": item["Soft"], "hard": item["Hard"]}
        for item in host.get("Ulimits") or ()
    ]
    return {
        "cpuSet": host["CpusetCpus"],
        "cpuShares": host["CpuShares"],
        "cpus": f"{nano / 1_000_000_000:g}" if nano else None,
        "memory": host["Memory"] // MIB,
        "memoryReservation": host["MemoryReservation"] // MIB,
        # Twice the memory is what the engine takes when nothing is said.
        "memorySwap": 0 if chosen else swap // MIB if swap > 0 else swap,
        "shmSize": host["ShmSize"] // MIB,
        "ulimits": [*ulimits],
    }


def _ports(bindings: Mapping[str, Any]) -> Plain:
    found: list[tuple[int, Plain]] = []
    for key, targets in bindings.items():
        number, _, protocol = key.partition("/")
        found += [
            (
                int(number),
                {
                    "internal": int(number),
                    "external": int(target["HostPort"]),
                    "ip": target["HostIp"],
                    "protocol": protocol,
                },
            )
            for target in targets or ()
        ]
    return [port for _, port in sorted(found, key=lambda item: item[0])]
