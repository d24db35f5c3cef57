"""What a scrape of /metrics gets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from prometheus_client import ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric


class Collector(Protocol):
    """Yields metric families at scrape time."""

    def collect(self) -> Iterable[Metric]:
        """Return the families."""
        ...


class Exposition:
    """Several collectors as one page, in the format that the scraper asks for."""

    def __init__(self, collectors: Sequence[Collector]) -> None:
        self._collectors = collectors

    def collect(self) -> Iterator[Metric]:
        """Yield the families of every collector."""
        for collector in self._collectors:
            yield from collector.collect()

    def page(self, accept: str) -> tuple[bytes, str]:
        """Return body and content type; exemplars are in the OpenMetrics format."""
        encode, content_type = choose_encoder(accept)
        return encode(self), content_type


def process_collector() -> Collector:
    """Return CPU, memory and open files of this process."""
    return ProcessCollector(registry=None)
