"""`serve`: live pages until SIGTERM."""

import argparse
import os
import signal
import threading

from previews.errors import SettingsError
from previews.settings import from_environment
from previews.web.server import Server

_VARIABLES = {
    "dashboards": "PREVIEWS_DASHBOARDS",
    "prometheus": "PREVIEWS_PROMETHEUS_URL",
    "host": "PREVIEWS_HOST",
    "port": "PREVIEWS_PORT",
}


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal; return the exit status."""
    given = {
        variable: value
        for word, variable in _VARIABLES.items()
        if (value := getattr(arguments, word)) is not None
    }
    settings = from_environment({**os.environ, **given})
    try:
        server = Server(settings)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise SettingsError(
            f"cannot listen on {where}: {error.strerror}; choose another --port"
        ) from error

    def stop(_signal: int, _frame: object) -> None:
        # shutdown() waits for serve_forever, which this thread is running.
        threading.Thread(target=server.shutdown).start()

    # As process 1 of a container, nothing but a handler reacts to SIGTERM.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with server:
        server.serve_forever(poll_interval=0.2)
    return 0
