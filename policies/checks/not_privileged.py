"""No container has the machine's own rights."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy, listed


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence for privileged mode and for each device."""
    if container.inputs.get("privileged"):
        yield "it is privileged, which is root on the machine; remove privileged"
    for device in listed(container, "devices"):
        yield f"it opens the machine's device {device['hostPath']}; remove it"


POLICY = ResourcePolicy(
    name="not-privileged",
    description="No privileged mode and no devices of the machine.",
    types=(CONTAINER,),
    check=check,
)
