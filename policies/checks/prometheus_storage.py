"""Prometheus keeps its samples on a volume, for a time and up to a size."""

from collections.abc import Iterator

from catalog.services import PROMETHEUS
from policies.model import CONTAINER, Finding, Resource, Stack, StackPolicy, listed

_PATH = "--storage.tsdb.path"
_TIME = "--storage.tsdb.retention.time"
_SIZE = "--storage.tsdb.retention.size"


def check(stack: Stack) -> Iterator[Finding]:
    """Yield a finding when samples could be lost, or could fill the disk."""
    prometheus = stack.named(PROMETHEUS.name, CONTAINER)
    if prometheus is not None:
        for message in _problems(prometheus):
            yield Finding(prometheus.name, message)


def _problems(prometheus: Resource) -> Iterator[str]:
    flags = dict(
        str(word).split("=", 1)
        for word in listed(prometheus, "command")
        if "=" in str(word)
    )
    path = flags.get(_PATH, "")
    volumes = {
        str(mount.get("target"))
        for mount in listed(prometheus, "mounts")
        if mount.get("type") == "volume"
    }
    if path not in volumes:
        yield f"{_PATH} is {path!r}, which no volume holds; mount one there"
    for flag in (_TIME, _SIZE):
        if flags.get(flag, "0")[:1] in ("", "0"):
            yield f"{flag} is {flags.get(flag)!r}; set it, or samples fill the disk"


POLICY = StackPolicy(
    name="prometheus-storage",
    description="Prometheus has a volume, and a retention by time and by size.",
    check=check,
)
