"""What every process of the platform says of itself."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a service is to the platform."""

    SHOP = "shop"
    PLATFORM = "platform"
    # A team's own, by an entry in services/.
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """
    One long-running process, the same name on every target.

    Attributes:
        port: Port inside the private network.
        published_port: Port on 127.0.0.1 of the machine, before the stack's offset;
            None keeps the service private.
        uid: User and group the process runs as.
        metrics_path: Where Prometheus scrapes it; None where it has no metrics.
        metrics_port: Port of its own for metrics and health; None means *port*.
        health_port: Port of its own for health; None means that of metrics.
        callers: Names of the services that open connections to it.
        routes: Path prefixes that the front door sends here.
        stands_in_for: Name of the service without which this one runs, on the port
            that the other would be published on.
        by_setting: Setting that it takes to run it; None runs it in every stack.
    """

    name: str
    kind: Kind
    owner: str
    description: str
    port: int
    uid: int
    published_port: int | None = None
    metrics_path: str | None = "/metrics"
    metrics_port: int | None = None
    health_port: int | None = None
    health_path: str = "/health/ready"
    callers: tuple[str, ...] = ()
    routes: tuple[str, ...] = field(default=())
    stands_in_for: str | None = None
    by_setting: str | None = None

    @property
    def scrape_port(self) -> int:
        """The port that answers for metrics."""
        return self.port if self.metrics_port is None else self.metrics_port

    @property
    def probe_port(self) -> int:
        """The port that answers for health."""
        return self.scrape_port if self.health_port is None else self.health_port

    @property
    def is_published(self) -> bool:
        """Whether people reach it on a port of the machine."""
        return self.published_port is not None or self.stands_in_for is not None
