"""The one place that sees every request: counts it, logs it, ends its span."""

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any, Protocol

from app.observability import trace_context
from app.observability.logs import JsonLog
from app.observability.metrics import ShopMetrics
from app.observability.trace_context import Trace
from catalog.metrics import UNMATCHED_ENDPOINT

Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

METHODS = frozenset(
    {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"}
)
OTHER_METHOD = "_OTHER"
# Asked by machines every few seconds: as spans they would be most of what is kept,
# and make every role look well.
PROBED = frozenset({"/health", "/health/live", "/health/ready", "/metrics"})


class ServerTracer(Protocol):
    """Makes the span of a request."""

    def start(self, environ: Environ) -> Trace:
        """Begin the span of the request that *environ* describes."""
        ...

    def finish(self, trace: Trace, method: str, endpoint: str, status: int) -> None:
        """End it."""
        ...


class Recorder:
    """
    WSGI middleware around the whole application.

    A server calls ``close`` on every answer, whole, streamed or cut off by the client,
    so that is where a request is recorded; one that raises is recorded as a 500. The
    time includes handing the answer to the server.

    Args:
        metrics, log, tracer: What to do with a request; None leaves it out.
    """

    def __init__(
        self,
        app: WsgiApp,
        *,
        metrics: ShopMetrics | None = None,
        log: JsonLog | None = None,
        tracer: ServerTracer | None = None,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log
        self._tracer = tracer

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request."""
        exchange = _Exchange(self, environ, start_response)
        if self._tracer is not None and environ.get("PATH_INFO") not in PROBED:
            trace = self._tracer.start(environ)
        else:
            trace = trace_context.accept(
                environ.get("HTTP_TRACEPARENT", ""),
                environ.get("HTTP_TRACESTATE", ""),
            )
        exchange.trace = trace
        outer = trace_context.current.get()
        trace_context.current.set(trace)
        try:
            exchange.body = self._app(environ, exchange.start)
        except BaseException:
            exchange.status = "500"
            self.finish(exchange)
            raise
        finally:
            trace_context.current.set(outer)
        return exchange

    def finish(self, exchange: "_Exchange") -> None:
        """Record one request."""
        seconds = perf_counter() - exchange.started
        method = exchange.environ["REQUEST_METHOD"]
        if method not in METHODS:
            method = OTHER_METHOD
        endpoint = exchange.endpoint
        status = exchange.status[:3]
        trace = exchange.trace
        if self._metrics is not None:
            recorded = trace.span is not None and trace.sampled
            exemplar = {"trace_id": trace.trace_id} if recorded else None
            self._metrics.request(method, endpoint, status, seconds, exemplar)
        if self._tracer is not None and trace.span is not None:
            self._tracer.finish(trace, method, endpoint, int(status))
        if self._log is not None:
            self._log.request(trace, method, endpoint, int(status), seconds)


class _Exchange:
    """One request and its answer; the iterable that the server sends and closes."""

    __slots__ = (
        "_closed",
        "_recorder",
        "_start_response",
        "body",
        "endpoint",
        "environ",
        "started",
        "status",
        "trace",
    )

    body: Iterable[bytes]
    trace: Trace

    def __init__(
        self, recorder: Recorder, environ: Environ, start_response: StartResponse
    ) -> None:
        self.started = perf_counter()
        self.environ = environ
        # What a server answers when the application never starts one.
        self.status = "500"
        self.endpoint = UNMATCHED_ENDPOINT
        self._recorder = recorder
        self._start_response = start_response
        self._closed = False

    def start(self, status: str, headers: Any, exc_info: Any = None) -> Any:
        """Note the status and the route: Flask forgets it once it has answered."""
        self.status = status
        request = self.environ.get("werkzeug.request")
        if request is not None and request.url_rule is not None:
            self.endpoint = request.url_rule.rule
        if exc_info is None:
            return self._start_response(status, headers)
        return self._start_response(status, headers, exc_info)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        """Close the answer, then record the request, once."""
        if self._closed:
            return
        self._closed = True
        try:
            close = getattr(self.body, "close", None)
            if close is not None:
                close()
        finally:
            self._recorder.finish(self)
