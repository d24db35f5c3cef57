"""The project's name and the labels that every resource carries."""

PROJECT = "pharos"

LABEL_STACK = "pharos.stack"
LABEL_SERVICE = "pharos.service"
LABEL_OWNER = "pharos.owner"
# Before the name of each volume that a container mounts: its budget in MiB, which
# Docker has no other place for.
VOLUME_LABEL = "pharos.volume."


def resource_name(stack: str, name: str) -> str:
    """Return the name of *name*'s container, network or volume in *stack*."""
    return f"{PROJECT}-{stack}-{name}"
