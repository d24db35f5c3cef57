"""Processes run as a numbered user that is not root."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence when the process may be root."""
    user = str(container.inputs.get("user") or "")
    uid = user.partition(":")[0]
    if not (uid.isascii() and uid.isdecimal()) or int(uid) == 0:
        yield (
            f"user is {user!r}, which is or may be root; give a number above 0 as"
            " 'uid:gid'"
        )


POLICY = ResourcePolicy(
    name="non-root",
    description="Processes run as a numbered user that is not root.",
    types=(CONTAINER,),
    check=check,
)
