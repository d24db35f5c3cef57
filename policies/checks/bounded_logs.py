"""Logs cannot fill the disk."""

from collections.abc import Iterator, Mapping

from policies.model import CONTAINER, Resource, ResourcePolicy

# Drivers that keep files on this machine, and do not rotate them by themselves.
_FILES = ("", "json-file")
_NEEDED = ("max-size", "max-file")


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence when log files are not rotated."""
    if str(container.inputs.get("logDriver") or "") not in _FILES:
        return
    given = container.inputs.get("logOpts")
    options = given if isinstance(given, Mapping) else {}
    if missing := [key for key in _NEEDED if key not in options]:
        yield f"its log grows without end; set {' and '.join(missing)} in logOpts"


POLICY = ResourcePolicy(
    name="bounded-logs",
    description="Log files are rotated.",
    types=(CONTAINER,),
    check=check,
)
