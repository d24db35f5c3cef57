"""Secrets are files: what `docker inspect` shows holds none."""

import re
from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy, labels_of, listed

_NAME = re.compile(
    r"(PASSW(OR)?D|PASSPHRASE|SECRET|TOKEN|API[_-]?KEY|PRIVATE[_-]?KEY|CREDENTIAL)S?$",
    re.IGNORECASE,
)
# Known shapes of keys, and an address with a password in it.
_VALUE = re.compile(
    r"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abpr]-[0-9A-Za-z-]{10,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|hooks\.slack\.com/services/\S+"
    r"|[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@]+@"
)
_FIX = "mount it as a file below /run/secrets"


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence for each setting that is, or looks like, a secret."""
    for text in map(str, listed(container, "envs")):
        name, _, value = text.partition("=")
        if value and _NAME.search(name):
            yield f"environment variable {name} holds a secret; {_FIX}"
        elif _VALUE.search(value):
            yield f"the value of environment variable {name} looks secret; {_FIX}"
    for label, value in labels_of(container).items():
        if _NAME.search(label) or _VALUE.search(value):
            yield f"label {label} holds a secret; {_FIX}"
    for key in ("command", "entrypoints"):
        if any(_VALUE.search(str(word)) for word in listed(container, key)):
            yield f"a word of {key} looks secret; {_FIX}"


POLICY = ResourcePolicy(
    name="no-plain-secrets",
    description="No secret in environment, labels or command.",
    types=(CONTAINER,),
    check=check,
)
