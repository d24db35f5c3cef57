"""Folders of the machine are mounted read-only, and only those that we write."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.exceptions import HOST_FOLDERS
from policies.model import CONTAINER, Resource, ResourcePolicy, listed

# Where the program itself writes configuration and secrets: .../stacks/<s>/files/...
_OURS = ("stacks", "files")


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence for each folder that is not ours, or that can be written."""
    for mount in listed(container, "mounts"):
        if mount.get("type") == "bind":
            yield from _bind(container, mount)
    for volume in listed(container, "volumes"):
        if volume.get("hostPath"):
            yield f"it mounts {volume['hostPath']} by `volumes`; use `mounts`"


def _bind(container: Resource, mount: Mapping[str, Any]) -> Iterator[str]:
    source = str(mount.get("source", ""))
    if source.endswith(".sock"):
        yield f"it mounts the socket {source}, which is root on the machine; remove it"
    elif not _is_ours(source) and not _excepted(container.service, source):
        yield (
            f"it mounts {source} of the machine; use a volume, or name the exception"
            " with reason and end in catalog/exceptions.py"
        )
    if mount.get("readOnly") is not True:
        yield f"it can write to {source} of the machine; set readOnly"


def _is_ours(source: str) -> bool:
    parts = source.split("/")
    above = dict(zip(parts, parts[2:], strict=False))
    return ".." not in parts and above.get(_OURS[0]) == _OURS[1]


def _excepted(service: str, source: str) -> bool:
    return any(e.service == service and e.folder == source for e in HOST_FOLDERS)


POLICY = ResourcePolicy(
    name="host-folders",
    description="No socket and no folder of the machine, but for named exceptions.",
    types=(CONTAINER,),
    check=check,
)
