"""Calls to a role of the same process: through the same WSGI application."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from app.clients.transport import PeerAnswer, decode, encode, outgoing_headers
from app.observability import trace_context
from app.observability.recorder import WsgiApp

# Marks a request that no client can have sent.
INTERNAL = "pharos.internal"


class LocalTransport:
    """
    Answers without a socket; validated, counted and logged like any request.

    Args:
        application: Returns the WSGI application, once there is one.
    """

    def __init__(self, application: Callable[[], WsgiApp]) -> None:
        self._application = application

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> PeerAnswer:
        """Return the answer of this process's own application."""
        data = encode(body)
        trace = trace_context.current.get()
        environ = _environ(method, path, data, outgoing_headers(headers, trace))
        started: list[str] = []

        def start_response(
            status: str, _headers: Any, _error: Any = None
        ) -> Callable[[bytes], None]:
            started[:] = [status]
            return lambda _data: None

        answer = self._application()(environ, start_response)
        try:
            content = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        return decode(int(started[0][:3]), content)


def _environ(
    method: str, path: str, data: bytes, headers: Mapping[str, str]
) -> dict[str, Any]:
    route, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": route,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "0",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(data),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        INTERNAL: True,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ
