"""Calls to a role of another process."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import urllib3
from urllib3 import exceptions

from app.clients.transport import PeerAnswer, decode, encode, outgoing_headers
from app.errors import PeerTimeout, PeerUnreachable
from app.observability import trace_context
from app.observability.trace_context import Trace

CONNECT_TIMEOUT_S = 1.0
# Above the delays that people simulate, below the patience of most clients.
READ_TIMEOUT_S = 10.0
# Waits before the second and third try where nothing was sent.
RETRY_AFTER_S = (0.05, 0.25)


class ClientTracer(Protocol):
    """Makes the span of a call."""

    def start_call(self, trace: Trace | None, method: str, url: str) -> Trace | None:
        """Begin a client span below *trace*; its ids go into the request."""
        ...

    def finish_call(self, trace: Trace | None, status: int, error: str) -> None:
        """End it with a status, or with the name of an error."""
        ...


class HttpTransport:
    """
    A pool of connections to one base URL.

    A call whose connection fails is tried again, for nothing was sent; one that times
    out or breaks off is not, for it may have taken effect.
    """

    def __init__(
        self,
        peer: str,
        base_url: str,
        *,
        connections: int = 8,
        tracer: ClientTracer | None = None,
        read_timeout_s: float = READ_TIMEOUT_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._peer = peer
        self._base_url = base_url
        self._tracer = tracer
        self._sleep = sleep
        self._pool = urllib3.PoolManager(
            maxsize=connections,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT_S, read=read_timeout_s),
        )

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> PeerAnswer:
        """Return the answer; see ``Transport``."""
        for wait_s in RETRY_AFTER_S:
            try:
                return self._traced(method, path, body, headers)
            except PeerUnreachable:
                self._sleep(wait_s)
        return self._traced(method, path, body, headers)

    def _traced(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> PeerAnswer:
        trace = trace_context.current.get()
        url = self._base_url + path
        if self._tracer is None:
            return self._once(method, url, body, outgoing_headers(headers, trace))
        call = self._tracer.start_call(trace, method, url)
        status, error = 0, ""
        try:
            answer = self._once(method, url, body, outgoing_headers(headers, call))
            status = answer.status
        except Exception as failure:
            error = type(failure).__qualname__
            raise
        finally:
            self._tracer.finish_call(call, status, error)
        return answer

    def _once(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
    ) -> PeerAnswer:
        try:
            answer = self._pool.request(
                method, url, body=encode(body), headers=headers, redirect=False
            )
        except (exceptions.NewConnectionError, exceptions.ConnectTimeoutError) as error:
            raise PeerUnreachable(self._peer, "does not accept connections") from error
        except exceptions.HTTPError as error:
            raise PeerTimeout(self._peer, "gave no answer in time") from error
        return decode(answer.status, answer.data)
