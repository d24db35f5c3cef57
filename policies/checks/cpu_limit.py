"""CPU time has a ceiling."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence without a limit."""
    given = str(container.inputs.get("cpus") or "")
    try:
        limited = float(given) > 0
    except ValueError:
        limited = False
    if not limited:
        yield f"cpus is {given!r}; set how many cores it may use, such as '0.5'"


POLICY = ResourcePolicy(
    name="cpu-limit",
    description="CPU time is limited.",
    types=(CONTAINER,),
    check=check,
)
