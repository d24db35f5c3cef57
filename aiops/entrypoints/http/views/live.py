"""Changes as they happen, as server-sent events."""

import time
from collections.abc import Generator, Iterator

import orjson
from flask import request

from aiops.adapters.storage import cursors
from aiops.adapters.storage.incidents import incidents
from aiops.domain.access import Scope
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.api import Api, Reply
from aiops.errors import Unavailable

API = Api("live")
STREAM = "text/event-stream"
# Who is connected for so long connects again, and is checked again.
LONGEST_S = 300.0
_LOOK_S = 1.0
_HEARTBEAT_S = 15.0
_MOST_EVENTS = 200
_LONGEST_ID = 18
_JUDGED = "analysis.judged"


@API.operation(
    "GET",
    "/aiops/events",
    "Server-sent events: `incident` with its id, and `health` after each analysis",
    scope=Scope.READ,
    returns=None,
    answer=STREAM,
    problems=(503,),
)
def events(engine: Engine) -> Reply:
    """Answer with a stream that ends by itself after some minutes."""
    # Each holds a thread; half of them stay free for everything else.
    if not engine.streams.acquire(blocking=False):
        raise Unavailable(
            "as many live views are open as the engine has room for; try again",
            headers={"Retry-After": "10"},
        )
    given = request.headers.get("Last-Event-ID", "")
    known = given.isascii() and given.isdigit() and len(given) <= _LONGEST_ID
    after = int(given) if known else None
    return Reply(
        Stream(engine, after),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        content_type=STREAM,
    )


class Stream:
    """
    What changes from now on, or from the event *after* on.

    It holds a place until it is closed, also where nobody has read from it, as after
    a HEAD request: a generator would then never come to its `finally`.
    """

    def __init__(self, engine: Engine, after: int | None) -> None:
        self._changes = _changes(engine, after)
        self._streams = engine.streams
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._changes)

    def close(self) -> None:
        """Give the place back, once."""
        self._changes.close()
        if self._open:
            self._open = False
            self._streams.release()


def _changes(engine: Engine, after: int | None) -> Generator[bytes, None, None]:
    began_s = told_s = time.monotonic()
    begun, seq, judged = False, 0, None
    yield b"retry: 2000\n\n"
    while time.monotonic() - began_s < LONGEST_S:
        with engine.database.read() as connection:
            if not begun:
                # An event that never was is of another database.
                newest_event = incidents.last_event(connection)
                seq = newest_event if after is None else min(after, newest_event)
                begun = True
            found = incidents.events_after(connection, seq, limit=_MOST_EVENTS)
            newest = cursors.position(connection, _JUDGED)
        changed = {event.incident: number for number, event in found}
        for id, number in changed.items():
            yield message("incident", {"id": id}, number)
        seq = max(changed.values(), default=seq)
        if judged is not None and newest != judged:
            yield message("health", {"until_s": newest}, None)
        judged = newest
        now_s = time.monotonic()
        if changed:
            told_s = now_s
        elif now_s - told_s > _HEARTBEAT_S:
            # A connection that is gone is noticed when something is written to it.
            yield b": still here\n\n"
            told_s = now_s
        if len(found) < _MOST_EVENTS:
            time.sleep(_LOOK_S)


def message(kind: str, data: dict[str, object], number: int | None) -> bytes:
    """Return one event as the stream has it."""
    id = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (id, kind.encode(), orjson.dumps(data))
