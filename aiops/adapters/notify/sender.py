"""Sends what waits in the outbox, one after another, each until it arrived."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from aiops.adapters.notify.channels import Channel, NotSent
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.incidents import incidents, outbox
from aiops.adapters.storage.incidents.outbox import Parcel
from aiops.adapters.storage.leases import confirm
from aiops.domain.incidents.delivery import (
    MOST_IN_WINDOW,
    WINDOW_S,
    is_hopeless,
    wait_s,
)
from aiops.domain.incidents.messages import News
from aiops.domain.incidents.notices import NoticeKind
from aiops.domain.leases import Lease

BATCH = 20
# Told as (channel, sent | failed | given up | limited).
Counted = Callable[[str, str], None]


class Sender:
    """
    Sends under a lease, so that no two replicas send the same.

    A process that dies between a send and the note of it sends once more: PagerDuty
    and mail servers know it again by its key, and so can a webhook.

    Args:
        channels: By the names that the outbox holds.
        console_url: Base of links to incidents; None leaves them out.
        counted: Hears what became of each attempt.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        *,
        stack: str,
        console_url: str | None = None,
        counted: Counted = lambda channel, result: None,
    ) -> None:
        self._database = database
        self._channels = channels
        self._stack = stack
        self._console_url = console_url
        self._counted = counted

    def once(self, now_s: float, lease: Lease | None = None) -> int:
        """
        Send what is due; return how much arrived.

        Raises:
            LeaseLost: When another replica goes on with it.
        """
        with self._database.read() as connection:
            parcels = outbox.due(connection, now_s, limit=BATCH)
        return sum(self._try(parcel, now_s, lease) for parcel in parcels)

    def _try(self, parcel: Parcel, now_s: float, lease: Lease | None) -> bool:
        with self._database.write() as connection:
            if lease is not None:
                confirm(connection, lease)
            recent = outbox.sent_since(connection, parcel.channel, now_s - WINDOW_S)
            if recent >= MOST_IN_WINDOW:
                outbox.postpone(
                    connection,
                    parcel.seq,
                    now_s + WINDOW_S / MOST_IN_WINDOW,
                    parcel.attempts,
                    "too many in a short time",
                )
                self._counted(parcel.channel, "limited")
                return False
            news = self._news(connection, parcel)
        try:
            self._send(parcel, news)
        except NotSent as error:
            self._failed(parcel, error, now_s)
            return False
        with self._database.write() as connection:
            outbox.sent(connection, parcel.seq, now_s)
        self._counted(parcel.channel, "sent")
        return True

    def _send(self, parcel: Parcel, news: News | None) -> None:
        channel = self._channels.get(parcel.channel)
        if channel is None:
            raise NotSent("this channel is no longer set up", permanent=True)
        if news is None:
            raise NotSent("the incident is no longer stored", permanent=True)
        try:
            channel.send(news)
        except NotSent:
            raise
        except Exception as error:
            # Whatever one channel stumbles over, the others have to hear of it.
            raise NotSent(type(error).__name__) from None

    def _failed(self, parcel: Parcel, error: NotSent, now_s: float) -> None:
        attempts = parcel.attempts + 1
        hopeless = is_hopeless(parcel.created_s, now_s, permanent=error.permanent)
        with self._database.write() as connection:
            if hopeless:
                outbox.give_up(connection, parcel.seq, now_s, str(error))
            else:
                due_s = now_s + wait_s(attempts)
                outbox.postpone(connection, parcel.seq, due_s, attempts, str(error))
        self._counted(parcel.channel, "given up" if hopeless else "failed")

    def _news(self, connection: sa.Connection, parcel: Parcel) -> News | None:
        incident = incidents.find(connection, parcel.incident)
        if incident is None:
            return None
        known = incidents.diagnoses(connection, [incident.id])
        base = self._console_url
        return News(
            kind=NoticeKind(parcel.kind),
            incident=incident,
            diagnosis=known.get(incident.id, {}),
            dedup_key=parcel.dedup_key,
            stack=self._stack,
            link=f"{base}/console/incidents/{incident.id}" if base else "",
        )
