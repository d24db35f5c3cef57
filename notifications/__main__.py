"""Receive and show notifications until SIGTERM: ``python -m notifications``."""

import os
import signal
import sys
import threading
import time

from notifications.errors import NotificationsError
from notifications.inbox import Inbox
from notifications.journal import Journal
from notifications.observed import Observed
from notifications.server import Server
from notifications.settings import Settings, from_environment
from notifications.store import Store


def build(settings: Settings) -> Server:
    """Return the server with everything that it needs, bound but not serving."""
    journal = Journal(settings.journal, settings.keep)
    store = Store(settings.keep, journal, time.time)
    return Server(settings, Inbox(store, Observed()))


def main() -> int:
    """Run until a signal; return the exit status."""
    try:
        settings = from_environment(os.environ)
        server = build(settings)
    except NotificationsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the process has no other voice
        return 2
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        print(f"cannot listen on {where}: {error}", file=sys.stderr)  # noqa: T201
        return 1

    def stop(_signal: int, _frame: object) -> None:
        # shutdown() waits for serve_forever, which this thread is running.
        threading.Thread(target=server.shutdown).start()

    # As process 1 of a container, nothing but a handler reacts to SIGTERM.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with server:
        server.serve_forever(poll_interval=0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
