"""The newest notifications, numbered in the order of their arrival."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from notifications.journal import Journal
from notifications.model import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """
    One alert that was delivered here.

    Attributes:
        number: Grows by one with each; never used twice while the journal is kept.
        received_at: Unix time in seconds.
    """

    number: int
    received_at: float
    delivery: Delivery

    def as_json(self) -> dict[str, Any]:
        """Return what the API answers and the journal keeps."""
        return {
            "number": self.number,
            "received_at": datetime.fromtimestamp(self.received_at, UTC).isoformat(),
            **asdict(self.delivery),
        }


def from_json(document: Mapping[str, Any]) -> Notification:
    """
    Return what ``as_json`` made the document of.

    Raises:
        ValueError, KeyError, TypeError: When it was made by something else.
    """
    rest = dict(document)
    number = int(rest.pop("number"))
    received_at = datetime.fromisoformat(rest.pop("received_at")).timestamp()
    return Notification(
        number=number, received_at=received_at, delivery=Delivery(**rest)
    )


class Store:
    """Keeps a bounded number of notifications; safe between threads."""

    def __init__(self, keep: int, journal: Journal, now: Callable[[], float]) -> None:
        self._journal = journal
        self._now = now
        self._lock = threading.Lock()
        kept = [*_readable(journal.read(keep))]
        self._kept: deque[Notification] = deque(kept, maxlen=keep)
        self._next = kept[-1].number + 1 if kept else 1

    def add(self, deliveries: Iterable[Delivery]) -> None:
        """Keep *deliveries*; all of a message have the same time."""
        with self._lock:
            received_at = self._now()
            new = [
                Notification(number=number, received_at=received_at, delivery=each)
                for number, each in enumerate(deliveries, start=self._next)
            ]
            self._next += len(new)
            self._kept.extend(new)
            self._journal.append(each.as_json() for each in new)

    def newest_first(self, since: float | None = None) -> list[Notification]:
        """Return what is kept; with *since*, a Unix time, what arrived from then on."""
        with self._lock:
            kept = list(self._kept)
        kept.reverse()
        return [each for each in kept if since is None or each.received_at >= since]


def _readable(documents: Iterable[Mapping[str, Any]]) -> Iterator[Notification]:
    for document in documents:
        try:
            yield from_json(document)
        except (ValueError, KeyError, TypeError):
            # Another version wrote it.
            continue
