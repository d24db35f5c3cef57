"""gunicorn's threads, of which no slow sender can hold one for long."""

import socket
import threading
import time
from contextlib import suppress
from types import FrameType
from typing import Any

from gunicorn.workers.gthread import (  # type: ignore[import-untyped]  # has no types
    ThreadWorker,
)

# From the first byte of a request to its last; a batch of telemetry takes milliseconds.
READ_S = 15.0


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """
    Ends reading from who has not sent a whole request in time.

    gunicorn waits for a request's first byte in its loop, and for the others in a
    thread, for ever: as many senders as there are threads would stop the engine. What
    is written, as a live view is for minutes, goes on until the engine ends.
    """

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._reading: dict[Any, float] = {}
        self._lock = threading.Lock()

    def handle(self, conn: Any) -> Any:
        """Handle a request; see the class."""
        with self._lock:
            self._reading[conn] = time.monotonic() + READ_S
        try:
            return super().handle(conn)
        finally:
            with self._lock:
                self._reading.pop(conn, None)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop accepting; what is in flight goes on, but for what has no end."""
        self.wsgi.extensions["engine"].stopping.set()
        super().handle_exit(sig, frame)

    def murder_pending(self) -> None:
        """Close what has sent nothing yet, and read no more of what is too slow."""
        super().murder_pending()
        now_s = time.monotonic()
        with self._lock:
            late = [conn for conn, end_s in self._reading.items() if end_s < now_s]
            for conn in late:
                del self._reading[conn]
                # Who waits for it in a thread then sees its end.
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)
