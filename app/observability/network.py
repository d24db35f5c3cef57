"""Bytes that this process's container received and sent, as the kernel counts them."""

from collections.abc import Iterator
from pathlib import Path

from prometheus_client.metrics_core import CounterMetricFamily, Metric

from catalog.thirdparty import NETWORK_RECEIVED, NETWORK_SENT

# Of the network namespace, which a container has to itself.
_NETSTAT = Path("/proc/self/net/netstat")
_GROUP = "IpExt:"
# Where Go's client library reads the same two metrics, loopback included.
_FIELDS = ((NETWORK_RECEIVED, "InOctets"), (NETWORK_SENT, "OutOctets"))


class NetworkCollector:
    """Reads the kernel's counters at each scrape; elsewhere than on Linux, nothing."""

    def __init__(self, netstat: Path = _NETSTAT) -> None:
        self._netstat = netstat

    def collect(self) -> Iterator[Metric]:
        """Yield a counter for each direction."""
        try:
            octets = parsed(self._netstat.read_text(encoding="ascii"))
        except FileNotFoundError:
            return
        for metric, field in _FIELDS:
            if field in octets:
                family = CounterMetricFamily(metric.name, metric.help)
                family.add_metric((), octets[field])
                yield family


def parsed(netstat: str) -> dict[str, int]:
    """Return IP's extended counters: a line of names, then one of values."""
    lines = [line.split() for line in netstat.splitlines()]
    rows = [line[1:] for line in lines if line[:1] == [_GROUP]]
    if len(rows) != 2:
        return {}
    return {name: int(value) for name, value in zip(*rows, strict=True)}
