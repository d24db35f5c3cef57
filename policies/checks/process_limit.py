"""Processes have a ceiling: a fork bomb stays in its container."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy, listed

# The plugin has no pids limit; `nproc` counts by user, and each workload has its own.
_LIMIT = "nproc"


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence without a limit."""
    limits = {str(each["name"]): each["hard"] for each in listed(container, "ulimits")}
    if limits.get(_LIMIT, 0) <= 0:
        yield f"it may start any number of processes; add {_LIMIT!r} to ulimits"


POLICY = ResourcePolicy(
    name="process-limit",
    description="The number of processes is limited.",
    types=(CONTAINER,),
    check=check,
)
