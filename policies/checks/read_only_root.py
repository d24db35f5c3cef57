"""Containers cannot change their own image."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence when the root file system can be written."""
    if container.inputs.get("readOnly") is not True:
        yield (
            "its root file system can be written; set readOnly, and give what it"
            " writes a volume or a tmpfs"
        )


POLICY = ResourcePolicy(
    name="read-only-root",
    description="The root file system is read-only.",
    types=(CONTAINER,),
    check=check,
)
