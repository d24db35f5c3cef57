"""Every long-running process tells whether it is well."""

from collections.abc import Iterator, Mapping

from policies.model import CONTAINER, Resource, ResourcePolicy

_NONE = "NONE"


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence without a health check."""
    if container.inputs.get("mustRun") is False:
        return
    given = container.inputs.get("healthcheck")
    tests = list(given.get("tests") or ()) if isinstance(given, Mapping) else []
    if not tests or tests[0] == _NONE:
        yield "nothing checks whether it works; set healthcheck.tests"


POLICY = ResourcePolicy(
    name="health-check",
    description="Every long-running process has a health check.",
    types=(CONTAINER,),
    check=check,
)
