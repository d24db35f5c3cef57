"""Takes messages in: reads, counts and keeps them."""

from notifications.model import deliveries
from notifications.observed import Observed
from notifications.store import Store


class Inbox:
    """What a message goes through, once per message."""

    def __init__(self, store: Store, observed: Observed) -> None:
        self.store = store
        self.observed = observed
        self._count()

    def receive(self, message: object) -> None:
        """
        Keep the alerts of *message*.

        Raises:
            MessageError: When it is none of Alertmanager's.
        """
        found = deliveries(message)
        self.store.add(found)
        for each in found:
            self.observed.received(each.status)
        self._count()

    def _count(self) -> None:
        self.observed.kept(len(self.store.newest_first()))
