"""No process gains rights by starting another program."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy, listed

_OPTION = "no-new-privileges"


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence when it may, and for each protection that is switched off."""
    options = [str(option) for option in listed(container, "securityOpts")]
    on = {_OPTION, f"{_OPTION}:true", f"{_OPTION}=true"}
    if not on & set(options):
        yield f"it may gain privileges; add {_OPTION!r} to securityOpts"
    for option in options:
        if option.endswith("unconfined") or option in {
            "label=disable",
            "label:disable",
        }:
            yield f"security option {option!r} switches a protection off; remove it"


POLICY = ResourcePolicy(
    name="no-new-privileges",
    description="No process gains privileges; seccomp and AppArmor stay on.",
    types=(CONTAINER,),
    check=check,
)
