"""What Alertmanager delivers to: a web server and a mail server that keep it all."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass(frozen=True)
class Request:
    """One request: its path with the query, and its JSON."""

    path: str
    body: Mapping[str, Any]


@dataclass
class Web:
    """
    Everything that was posted.

    Attributes:
        failures: How often a path is answered with 500 first.
    """

    url: str
    requests: list[Request] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)

    def to(self, path: str) -> list[Mapping[str, Any]]:
        """Return the bodies that went to *path*, whatever the query."""
        return [r.body for r in list(self.requests) if r.path.startswith(path)]


@dataclass
class Mail:
    """Everything that was mailed by somebody who knew the password."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to *address*."""
        return [each for each in list(self.messages) if address in str(each["To"])]


@contextmanager
def web_sink() -> Iterator[Web]:
    """Serve on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            path = self.path.partition("?")[0]
            failing = web.failures.get(path, 0)
            if failing:
                web.failures[path] = failing - 1
            else:
                web.requests.append(Request(self.path, json.loads(body)))
            # PagerDuty takes events with 202, Slack says ok.
            status = 500 if failing else 202 if "pagerduty" in path else 200
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web = Web(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def mail_sink(username: str, password: str, port: int) -> Iterator[Mail]:
    """Take mail on *port* from *username* alone."""
    mail = Mail(port)

    class Handler:
        async def handle_DATA(
            self, server: SMTP, session: Session, envelope: Envelope
        ) -> str:
            del server
            if not session.authenticated:
                return "530 say who you are"
            content = envelope.content
            assert isinstance(content, bytes)
            mail.messages.append(message_from_bytes(content, policy=default))
            return "250 taken"

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, how: str, given: Any
    ) -> AuthResult:
        del server, session, envelope, how
        known = LoginPassword(username.encode(), password.encode())
        return AuthResult(success=given == known)

    controller = Controller(
        Handler(),
        hostname="127.0.0.1",
        port=port,
        ready_timeout=30,
        authenticator=authenticate,
        # Its way to ask for the name is not the one that Alertmanager waits for.
        auth_exclude_mechanism=["LOGIN"],
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield mail
    finally:
        controller.stop()
