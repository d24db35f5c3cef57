"""The inputs of a container, and which of them replace it."""

from dataclasses import replace
from decimal import Decimal

from plugins.docker.container.fields import (
    CAPABILITIES,
    DEVICES,
    HEALTHCHECK,
    HOSTS,
    MOUNTS,
    NETWORKS,
    PORTS,
    ULIMITS,
    VOLUMES,
)
from plugins.docker.fields import (
    LABELS,
    ORDERED_TEXTS,
    flag,
    matching,
    one_of,
    text,
    texts,
)
from plugins.docker.kinds import Flag, Plain, Property, Table, Text, TextMap, Whole


def _in_place(minimum: int, default: Plain = None) -> Property:
    return Property(kind=Whole(minimum=minimum), default=default, replaces=False)


def _limit(minimum: int, default: Plain = None) -> Property:
    # To the engine's update 0 means "as it is".
    kind = Whole(minimum=minimum)
    return Property(kind=kind, default=default, replaces=False, lasting=True)


def _canonical_cpus(value: str) -> str:
    return str(Decimal(value).normalize()) if _CPUS.mistake(value) == "" else value


def _network_mode(value: str) -> str:
    # What containers made without the word have.
    return "bridge" if value == "default" else value


_CPUS = matching(r"[0-9]+(\.[0-9]+)?|\.[0-9]+", "0.5")
_CPU_SET = matching(r"[0-9]+([,-][0-9]+)*", "0-2,4")

_IDENTITY = {
    "name": text(),
    "image": text(required=True),
    "platform": text(computed=True),
    "labels": Property(kind=LABELS, computed=True),
}
_PROCESS = {
    "command": Property(kind=ORDERED_TEXTS, computed=True),
    "entrypoints": Property(kind=ORDERED_TEXTS, computed=True),
    "envs": texts(computed=True),
    "user": text(computed=True),
    "workingDir": text(computed=True),
    "init": Property(kind=flag().kind, computed=True),
    "tty": flag(default=False),
    "stdinOpen": flag(default=False),
    "stopSignal": text(computed=True),
    "stopTimeout": Property(kind=Whole(minimum=0), computed=True),
    "healthcheck": Property(kind=HEALTHCHECK, computed=True),
}
_SECURITY = {
    "capabilities": Property(kind=CAPABILITIES),
    "devices": Property(kind=DEVICES),
    "groupAdds": texts(),
    "privileged": flag(),
    "readOnly": flag(default=False),
    "securityOpts": texts(computed=True),
    "sysctls": Property(kind=TextMap()),
    "usernsMode": text(),
}
_STORAGE = {
    "mounts": Property(kind=MOUNTS),
    "storageOpts": Property(kind=TextMap()),
    "tmpfs": Property(kind=TextMap()),
    "volumes": Property(kind=VOLUMES),
}
_NETWORK = {
    "dns": texts(),
    "dnsOpts": texts(),
    "dnsSearches": texts(),
    "domainname": text(),
    "hostname": text(computed=True),
    "hosts": Property(kind=HOSTS),
    "networkMode": Property(kind=Text(canonical=_network_mode), default="bridge"),
    "networksAdvanced": Property(kind=NETWORKS),
    "ports": Property(kind=PORTS),
    "publishAllPorts": flag(),
}
_NAMESPACES = {
    "cgroupParent": text(),
    "cgroupnsMode": Property(kind=one_of("private", "host")),
    "ipcMode": text(computed=True),
    "pidMode": text(),
    "runtime": text(computed=True),
}
_LIMITS = {
    "cpuPeriod": _limit(0),
    "cpuQuota": _limit(0),
    "cpuSet": Property(kind=_CPU_SET, replaces=False, lasting=True),
    "cpuShares": _limit(0),
    "cpus": Property(kind=replace(_CPUS, canonical=_canonical_cpus)),
    "memory": _limit(0),
    "memoryReservation": _limit(0, 0),
    "memorySwap": _limit(-1),
    "shmSize": Property(kind=Whole(minimum=0), computed=True),
    "ulimits": Property(kind=ULIMITS),
}
_LOGS = {
    "logDriver": text(computed=True),
    "logOpts": Property(kind=TextMap()),
}
# How the plugin treats the container; a change of these touches nothing that runs.
_HANDLING = {
    "attach": Property(
        kind=Flag(never_true="updates do not wait for a container to end"),
        default=False,
        replaces=False,
    ),
    "containerReadRefreshTimeoutMilliseconds": _in_place(0, 15000),
    "destroyGraceSeconds": _in_place(0),
    "logs": Property(
        kind=Flag(never_true="logs are not kept in the state; use `docker logs`"),
        default=False,
        replaces=False,
    ),
    "maxRetryCount": _in_place(0),
    "mustRun": flag(default=True, replaces=False),
    "removeVolumes": flag(default=True, replaces=False),
    "restart": Property(
        kind=one_of("no", "on-failure", "always", "unless-stopped"),
        default="no",
        replaces=False,
    ),
    "rm": flag(default=False),
    "start": flag(default=True, replaces=False),
    "wait": flag(default=False, replaces=False),
    "waitTimeout": _in_place(0, 60),
}
_NO_BLOCK_LIMITS = "limits on block devices are not translated"

CONTAINER = Table(
    token="docker:index/container:Container",  # noqa: S106 - a type token
    inputs={
        **_IDENTITY,
        **_PROCESS,
        **_SECURITY,
        **_STORAGE,
        **_NETWORK,
        **_NAMESPACES,
        **_LIMITS,
        **_LOGS,
        **_HANDLING,
    },
    outputs=("bridge", "containerLogs", "exitCode", "networkDatas"),
    refused={
        "deviceCgroupRules": "rules for classes of devices are not translated",
        "deviceReadBps": _NO_BLOCK_LIMITS,
        "deviceReadIops": _NO_BLOCK_LIMITS,
        "deviceRequests": "devices of other drivers are not translated",
        "deviceWriteBps": _NO_BLOCK_LIMITS,
        "deviceWriteIops": _NO_BLOCK_LIMITS,
        "gpus": "devices of other drivers are not translated",
        "uploads": "files are not copied into containers; mount a folder",
    },
    one_at_a_time=True,
)
