"""The project's name and the labels that every resource carries."""

PROJECT = "pharos"

LABEL_STACK = "pharos.stack"
LABEL_SERVICE = "pharos.service"
LABEL_OWNER = "pharos.owner"


def resource_name(stack: str, name: str) -> str:
    """Return the name of *name*'s container, network or volume in *stack*."""
    return f"{PROJECT}-{stack}-{name}"
