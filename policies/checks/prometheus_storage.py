"""Prometheus keeps its samples on a volume, for a time and up to a size."""

from collections.abc import Iterator

from catalog.identity import VOLUME_LABEL
from catalog.services import PROMETHEUS
from policies.model import (
    CONTAINER,
    Finding,
    Resource,
    Stack,
    StackPolicy,
    labels_of,
    listed,
)
from policies.sizes import mebibytes

_PATH = "--storage.tsdb.path"
_TIME = "--storage.tsdb.retention.time"
_SIZE = "--storage.tsdb.retention.size"
# The write-ahead log and compaction need the rest of the volume.
_SHARE = 0.8


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
        str(mount.get("target")): str(mount.get("source"))
        for mount in listed(prometheus, "mounts")
        if mount.get("type") == "volume"
    }
    if path not in volumes:
        yield f"{_PATH} is {path!r}, which no volume holds; mount one there"
    for flag in (_TIME, _SIZE):
        if flags.get(flag, "0")[:1] in ("", "0"):
            yield f"{flag} is {flags.get(flag)!r}; set it, or samples fill the disk"
            return
    if path in volumes:
        yield from _does_not_fit(flags[_SIZE], _budget(prometheus, volumes[path]))


def _does_not_fit(size: str, budget_mib: float | None) -> Iterator[str]:
    if budget_mib is None:
        yield (
            f"nothing says how large its volume is; add the label {VOLUME_LABEL}<name>"
            " with its MiB"
        )
        return
    try:
        fits = mebibytes(size) <= budget_mib * _SHARE
    except ValueError as error:
        yield f"{_SIZE}: {error}"
        return
    if not fits:
        yield (
            f"{_SIZE} is {size!r}, more than 80 % of its volume's {budget_mib:g} MiB;"
            " keep less, or give the volume more (pharos:prometheusVolumeGib)"
        )


def _budget(prometheus: Resource, source: str) -> float | None:
    """Return the MiB of the volume that the engine calls *source*."""
    for label, value in labels_of(prometheus).items():
        name = label.removeprefix(VOLUME_LABEL)
        if (
            name != label
            and f"-{source}".endswith(f"-{name}")
            and value.isascii()
            and value.isdecimal()
        ):
            return float(value)
    return None


POLICY = StackPolicy(
    name="prometheus-storage",
    description="Prometheus has a volume, and a retention by time and size that fits.",
    check=check,
)
