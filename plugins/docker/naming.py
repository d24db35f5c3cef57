"""Names for what the program leaves unnamed, and the mark on what we made."""

import hashlib
from collections.abc import Mapping

# A label of containers and an option of networks: which resource made them. It lets the
# next update recognise what an interrupted one made and could not record.
MARK = "pharos.plugin.made-for"
_DIGITS = 7
_MARK_DIGITS = 16


def automatic_name(resource: str, seed: bytes) -> str:
    """Return *resource* with seven hexadecimal digits, as the official plugin does."""
    return (
        f"{resource}-{hashlib.sha256(seed + resource.encode()).hexdigest()[:_DIGITS]}"
    )


def mark(urn: str, environment: Mapping[str, str]) -> str:
    """
    Return the mark of the resource *urn* of one state.

    Args:
        environment: Tells the state apart from another one that has the same URN
            (a second checkout, another backend) on the same engine.
    """
    keys = ("PULUMI_BACKEND_URL", "PULUMI_HOME")
    state = "\n".join(environment.get(key, "") for key in keys)
    digest = hashlib.sha256(f"{urn}\n{state}".encode()).hexdigest()
    return digest[:_MARK_DIGITS]
