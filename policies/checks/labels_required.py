"""Everything says which stack and service it belongs to, and whose it is."""

from collections.abc import Iterator

from catalog.identity import LABEL_OWNER, LABEL_SERVICE, LABEL_STACK
from policies.model import (
    CONTAINER,
    NETWORK,
    VOLUME,
    Resource,
    ResourcePolicy,
    labels_of,
)

# A revision would replace every container with every commit; the image carries it.
REQUIRED = (LABEL_STACK, LABEL_SERVICE, LABEL_OWNER)


def check(resource: Resource) -> Iterator[str]:
    """Yield a sentence for the labels that are missing."""
    found = labels_of(resource)
    if missing := [label for label in REQUIRED if not found.get(label)]:
        yield f"it does not say whose it is; add the labels {', '.join(missing)}"


POLICY = ResourcePolicy(
    name="labels-required",
    description="Labels name the stack, the service and the owner.",
    types=(CONTAINER, VOLUME, NETWORK),
    check=check,
)
