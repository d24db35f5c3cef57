"""Changes as they happen, as server-sent events."""

import socket
import time
from collections.abc import Callable, Generator, Iterator

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
# Linux's number of the state in which both ends may send.
_ESTABLISHED = 1
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
        Stream(engine, after, left=_leaving(request.environ.get("gunicorn.socket"))),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        content_type=STREAM,
    )


class Stream:
    """
    What changes from now on, or from the event *after* on.

    It holds a place until it is closed, also where nobody has read from it, as after
    a HEAD request: a generator would then never come to its `finally`.

    Args:
        left: Tells whether the reader has gone.
    """

    def __init__(
        self,
        engine: Engine,
        after: int | None,
        *,
        left: Callable[[], bool] = lambda: False,
    ) -> None:
        self._changes = _changes(engine, after, left)
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


def _changes(
    engine: Engine, after: int | None, left: Callable[[], bool]
) -> Generator[bytes, None, None]:
    began_s = told_s = time.monotonic()
    begun, seq, judged = False, 0, None
    yield b"retry: 2000\n\n"
    ends_s = began_s + LONGEST_S
    while time.monotonic() < ends_s and not (engine.stopping.is_set() or left()):
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
            # Whatever is in between must not take the line for dead.
            yield b": still here\n\n"
            told_s = now_s
        if len(found) < _MOST_EVENTS:
            engine.stopping.wait(_LOOK_S)


def _leaving(line: socket.socket | None) -> Callable[[], bool]:
    """
    Return what tells whether the other end of *line* has closed it.

    Writing would tell too late: every page that was left would hold its place until
    the second heartbeat.
    """

    def left() -> bool:
        if line is None or not hasattr(socket, "TCP_INFO"):
            return False
        try:
            # Its state, for the worker may have shut the reading of it down.
            state = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
        except OSError:
            return True
        return state != _ESTABLISHED

    return left


def message(kind: str, data: dict[str, object], number: int | None) -> bytes:
    """Return one event as the stream has it."""
    id = b"" if number is None else b"id: %d\n" % number
    return b"%sevent: %s\ndata: %s\n\n" % (id, kind.encode(), orjson.dumps(data))
