"""Secrets are files: what `docker inspect` shows holds none."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy, labels_of, listed
from policies.secret_shapes import is_secret_name, looks_secret

_FIX = "mount it as a file below /run/secrets"


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence for each setting that is, or looks like, a secret."""
    for text in map(str, listed(container, "envs")):
        name, _, value = text.partition("=")
        if value and is_secret_name(name):
            yield f"environment variable {name} holds a secret; {_FIX}"
        elif looks_secret(value):
            yield f"the value of environment variable {name} looks secret; {_FIX}"
    for label, value in labels_of(container).items():
        if is_secret_name(label) or looks_secret(value):
            yield f"label {label} holds a secret; {_FIX}"
    for key in ("command", "entrypoints"):
        if any(looks_secret(str(word)) for word in listed(container, key)):
            yield f"a word of {key} looks secret; {_FIX}"


POLICY = ResourcePolicy(
    name="no-plain-secrets",
    description="No secret in environment, labels or command.",
    types=(CONTAINER,),
    check=check,
)
