"""Deviations from the hardening rules: each with its reason and an end."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFolder:
    """
    A folder of the machine that a container may read.

    Attributes:
        until: Day on which the reason has to be looked at again.
    """

    service: str
    folder: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """
    A capability that a container may have, with an image that needs it to start.

    Attributes:
        until: Day on which the reason has to be looked at again.
    """

    service: str
    capability: str
    reason: str
    until: date


HOST_FOLDERS = (
    HostFolder(
        service="container-exporter",
        folder="/sys/fs/cgroup",
        reason=(
            "CPU and memory of the other containers are in no other place that an"
            " unprivileged process can read; cAdvisor would need root and the engine's"
            " socket. Read-only, and it holds no content of any process."
        ),
        until=date(2027, 6, 30),
    ),
)

CAPABILITIES = (
    Capability(
        service="gateway",
        capability="NET_BIND_SERVICE",
        reason=(
            "Caddy's official binary carries it as a file capability, and the kernel"
            " refuses to start such a binary in a container that may not have it. The"
            " process does not gain it: no-new-privileges. Our own build needs none."
        ),
        until=date(2027, 6, 30),
    ),
)
ALLOWED_CAPABILITIES = {(each.service, each.capability) for each in CAPABILITIES}
