"""The HTTP server: messages in, the page, JSON and metrics out."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import JSONDecodeError

from prometheus_client.exposition import choose_encoder

from notifications.errors import MessageError, NotificationsError
from notifications.inbox import Inbox
from notifications.page import POLICY, STYLE, page
from notifications.query import since
from notifications.settings import Settings

# Where Alertmanager delivers.
RECEIVE_PATH = "/api/alerts"
# A message of a thousand alerts has about one.
MAX_BODY_BYTES = 2 * 1024 * 1024
_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json"


class _Handler(BaseHTTPRequestHandler):
    server: "Server"
    protocol_version = "HTTP/1.1"
    # A client that sends nothing must not hold a thread for ever.
    timeout = 10

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        try:
            content_type, body = self._content(path, query)
        except KeyError:
            self._answer(404, _TEXT, b"see / and /api/notifications\n")
        except NotificationsError as error:
            self._answer(400, _TEXT, f"{error}\n".encode())
        else:
            self._answer(200, content_type, body)

    def do_POST(self) -> None:
        path = self.path.partition("?")[0]
        if path != RECEIVE_PATH:
            self._refuse(404, f"post to {RECEIVE_PATH}")
        elif self.headers.get_content_type() != _JSON:
            # Also keeps out what a page of another site could make a browser send.
            self._refuse(415, f"send {_JSON}")
        else:
            self._receive()

    def _content(self, path: str, query: str) -> tuple[str, bytes]:
        """Return what *path* shows, with its type; raises KeyError for no path."""
        inbox, settings = self.server.inbox, self.server.settings
        if path == "/":
            text = page(settings.stack, inbox.store.newest_first())
            return "text/html; charset=utf-8", text.encode()
        if path == "/api/notifications":
            found = [each.as_json() for each in inbox.store.newest_first(since(query))]
            return _JSON, json.dumps({"notifications": found}).encode()
        if path == "/metrics":
            encode, content_type = choose_encoder(self.headers.get("Accept", ""))
            return content_type, encode(inbox.observed.registry)
        if path == "/style.css":
            return "text/css; charset=utf-8", STYLE.encode()
        if path in ("/health", "/health/live", "/health/ready"):
            return _TEXT, b"ok\n"
        raise KeyError(path)

    def _receive(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(411, "say how long the body is in Content-Length")
        elif int(length) > MAX_BODY_BYTES:
            self._refuse(413, f"the body may have {MAX_BODY_BYTES} bytes at most")
        else:
            self._take(self.rfile.read(int(length)))

    def _take(self, body: bytes) -> None:
        try:
            self.server.inbox.receive(json.loads(body))
        except (JSONDecodeError, UnicodeDecodeError, RecursionError):
            self._answer(400, _TEXT, b"the body is no JSON; nothing was kept\n")
        except MessageError as error:
            self._answer(400, _TEXT, f"{error}\n".encode())
        else:
            self._answer(200, _TEXT, b"kept\n")

    def _refuse(self, status: int, fix: str) -> None:
        """Answer without having read the body, which ends the connection."""
        self.close_connection = True
        self._answer(status, _TEXT, f"{fix}\n".encode())

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "notifications"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses may hold a token, and most lines would be probes."""


class Server(ThreadingHTTPServer):
    """Serves one inbox; a thread per connection."""

    daemon_threads = True
    # With five, the default, a burst of senders has connections reset.
    request_queue_size = 128

    def __init__(self, settings: Settings, inbox: Inbox) -> None:
        self.settings = settings
        self.inbox = inbox
        super().__init__((settings.host, settings.port), _Handler)
