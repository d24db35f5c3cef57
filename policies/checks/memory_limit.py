"""Memory has a ceiling, and none of it is swapped."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence without a limit, and when swap goes beyond it."""
    memory = container.inputs.get("memory")
    if not isinstance(memory, int | float) or memory <= 0:
        yield "it has no memory limit; set memory, in MiB"
    elif container.inputs.get("memorySwap") != memory:
        yield (
            f"memorySwap is {container.inputs.get('memorySwap')!r}; set it to memory"
            f" ({memory:g}), so that nothing is swapped"
        )


POLICY = ResourcePolicy(
    name="memory-limit",
    description="Memory is limited, without swap.",
    types=(CONTAINER,),
    check=check,
)
