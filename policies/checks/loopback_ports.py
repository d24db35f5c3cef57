"""Ports are published on this machine only."""

from collections.abc import Iterator

from policies.model import CONTAINER, Resource, ResourcePolicy, listed

_LOOPBACK = ("127.0.0.1", "::1")


def check(container: Resource) -> Iterator[str]:
    """Yield a sentence for each port that others can reach."""
    for port in listed(container, "ports"):
        address = str(port.get("ip") or "0.0.0.0")  # noqa: S104 - what Docker takes
        if address not in _LOOPBACK:
            yield (
                f"port {port.get('internal'):g} is published on {address}; set ip to"
                " 127.0.0.1 and put a reverse proxy with TLS in front of it"
            )
    if container.inputs.get("publishAllPorts"):
        yield "it publishes all its ports; remove publishAllPorts"


POLICY = ResourcePolicy(
    name="loopback-ports",
    description="Ports are published on 127.0.0.1 only.",
    types=(CONTAINER,),
    check=check,
)
