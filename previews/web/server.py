"""The HTTP server: pictures, health and metrics; it answers GET alone."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

from prometheus_client.exposition import choose_encoder

from previews.errors import DashboardError
from previews.settings import Settings
from previews.web import pages
from previews.web.live import BusyError, Live
from previews.web.observed import Observed
from previews.web.request import page_uid, thumbnail_uid, wish

# Nothing is loaded but the thumbnails, and nothing may run.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
# One thread each; beyond that a client is told to come again.
MOST_CONNECTIONS = 64
_TEXT = "text/plain; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_SVG = "image/svg+xml"
_BUSY = (
    b"HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 2\r\n\r\n"
)

Reply = tuple[int, str, str | bytes]


class _Handler(BaseHTTPRequestHandler):
    server: "Server"
    # A client that sends nothing must not hold a thread for ever.
    timeout = 10

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        try:
            kind, (status, content_type, body) = self._reply(path)
        except BusyError as error:
            kind, status, content_type, body = "busy", 503, _TEXT, f"{error}\n"
        except DashboardError as error:
            kind, status, content_type, body = "unreadable", 503, _TEXT, f"{error}\n"
        self.server.observed.requested(kind, status)
        content = body.encode() if isinstance(body, str) else body
        self._answer(status, content_type, content)

    def _reply(self, path: str) -> tuple[str, Reply]:
        """Return what was asked for, in a word, and the answer."""
        if path == "/metrics":
            encode, content_type = choose_encoder(self.headers.get("Accept", ""))
            content = encode(self.server.observed.registry)
            return "metrics", (200, content_type, content)
        if path in ("/health", "/health/live"):
            return "health", (200, _TEXT, "ok\n")
        if path == "/health/ready":
            count = len(self.server.live.dashboards().by_uid)
            return "health", (200, _TEXT, f"{count} dashboards\n")
        if path in ("/", "/dashboards"):
            return "index", (200, _HTML, self.server.live.index())
        return self._dashboard(path)

    def _dashboard(self, path: str) -> tuple[str, Reply]:
        live = self.server.live
        dashboards = live.dashboards().by_uid
        uid = page_uid(path)
        if uid is not None and uid in dashboards:
            drawn = live.drawn(wish(self.path, dashboards[uid]))
            return "dashboard", (200, _HTML, drawn.page)
        uid = thumbnail_uid(path)
        if uid is not None and uid in dashboards:
            drawn = live.drawn(wish("", dashboards[uid]))
            return "thumbnail", (200, _SVG, drawn.picture)
        text = "There is no such dashboard or page."
        page = pages.message("Not found", text, [("All dashboards", "/")])
        return "unknown", (404, _HTML, page)

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "previews"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: one line per probe and scrape would be all there is."""


class Server(ThreadingHTTPServer):
    """Serves one folder of dashboards; a thread per connection, not too many."""

    daemon_threads = True

    def __init__(self, settings: Settings) -> None:
        # Before the first probe can come.
        self.observed = Observed()
        self.live = Live(settings, self.observed)
        self._slots = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((settings.host, settings.port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection, or refuse it when there are too many."""
        if not self._slots.acquire(blocking=False):
            _refuse(request)
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._slots.release()

    def server_close(self) -> None:
        """Stop listening and asking."""
        super().server_close()
        self.live.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _refuse(request: socket) -> None:
    try:
        request.settimeout(1)
        request.sendall(_BUSY)
    except OSError:
        # It went away, which is what was wanted.
        return
