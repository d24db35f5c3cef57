"""The HTTP server: /metrics and /health/live."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from exporter.settings import Settings


class _Handler(BaseHTTPRequestHandler):
    server: "Server"
    # A client that sends nothing must not hold a thread for ever.
    timeout = 10

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/metrics":
            encode, content_type = choose_encoder(self.headers.get("Accept", ""))
            self._answer(200, content_type, encode(self.server.registry))
        elif path == "/health/live":
            self._answer(200, "text/plain; charset=utf-8", b"ok\n")
        else:
            self._answer(404, "text/plain; charset=utf-8", b"see /metrics\n")

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "container-exporter"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: one line per probe and scrape would be all there is."""


class Server(ThreadingHTTPServer):
    """Serves one registry; a thread per connection."""

    daemon_threads = True

    def __init__(self, settings: Settings, registry: CollectorRegistry) -> None:
        self.registry = registry
        super().__init__((settings.host, settings.port), _Handler)
