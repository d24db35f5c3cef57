"""Containers share no namespace with the machine."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy

_MODES = ("networkMode", "pidMode", "ipcMode", "usernsMode", "cgroupnsMode")


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence for each namespace that is the machine's or a neighbour's."""
    for key in _MODES:
        mode = str(container.inputs.get(key) or "")
        if mode == "host" or mode.startswith("container:"):
            yield f"{key} is {mode!r}, which ends its isolation; remove it"


POLICY = ResourcePolicy(
    name="no-host-namespaces",
    description="No namespace of the machine or of another container.",
    types=(CONTAINER,),
    check=check,
)
