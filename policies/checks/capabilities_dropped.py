"""All capabilities are dropped; what comes back is a named exception."""

from collections.abc import Iterator, Mapping

from catalog.exceptions import ALLOWED_CAPABILITIES
from policies.model import CONTAINER, Resource, ResourcePolicy


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence when some are kept, and for each that is added."""
    given = container.inputs.get("capabilities")
    found = given if isinstance(given, Mapping) else {}
    if "ALL" not in {_bare(name) for name in found.get("drops") or ()}:
        yield "it keeps capabilities; set capabilities.drops to ['ALL']"
    for name in sorted(_bare(each) for each in found.get("adds") or ()):
        if (container.service, name) not in ALLOWED_CAPABILITIES:
            yield (
                f"it adds the capability {name}; remove it, or name the exception with"
                " reason and end in catalog/exceptions.py"
            )


def _bare(capability: str) -> str:
    return str(capability).upper().removeprefix("CAP_")


POLICY = ResourcePolicy(
    name="capabilities-dropped",
    description="All capabilities are dropped, but for named exceptions.",
    types=(CONTAINER,),
    check=check,
)
