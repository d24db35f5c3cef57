"""JSON lines on standard output, each with the trace it belongs to."""

import logging
import os
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from app.observability import trace_context

Sink = Callable[[bytes], object]
# Gets each line too, with its level and the request's trace.
Copy = Callable[[bytes, str, trace_context.Trace | None], object]
_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


def standard_output(line: bytes) -> None:
    """Write one whole line; a reader that went away must not fail a request."""
    try:
        while line:
            line = line[os.write(1, line) :]
    except OSError:
        return


class JsonLog:
    """
    Writes events; a caller names the fields, so nothing unasked gets in.

    Attributes:
        copy: Gets each line once it is written; None where nobody does.
    """

    def __init__(self, service: str, sink: Sink = standard_output) -> None:
        self.service = service
        self.sink = sink
        self.copy: Copy | None = None

    def event(self, level: str, name: str, **fields: Any) -> None:
        """Write one line about *name*."""
        line: dict[str, Any] = {
            "time": datetime.now(UTC),
            "level": level,
            "event": name,
            "service": self.service,
        }
        line.update(fields)
        trace = trace_context.current.get()
        if trace is not None:
            line["trace_id"] = trace.trace_id
        self._write(orjson.dumps(line, default=str, option=_OPTIONS), level, trace)

    def _write(
        self, line: bytes, level: str, trace: trace_context.Trace | None
    ) -> None:
        self.sink(line)
        if self.copy is not None:
            self.copy(line, level, trace)

    def request(
        self,
        trace: trace_context.Trace,
        method: str,
        endpoint: str,
        status: int,
        seconds: float,
    ) -> None:
        """Write the line about one answered request."""
        level = "info" if status < 500 else "error"
        self._write(
            orjson.dumps(
                {
                    "time": datetime.now(UTC),
                    "level": level,
                    "event": "request",
                    "service": self.service,
                    "method": method,
                    "endpoint": endpoint,
                    "status": status,
                    "duration_ms": round(seconds * 1000, 3),
                    "trace_id": trace.trace_id,
                    "span_id": trace.span_id,
                },
                option=_OPTIONS,
            ),
            level,
            trace,
        )

    def unexpected(self, error: BaseException) -> None:
        """Write where *error* came from; its message may quote what people sent."""
        frames = traceback.extract_tb(error.__traceback__)
        self.event(
            "error",
            "unexpected exception",
            exception=type(error).__qualname__,
            at=[f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno} {f.name}" for f in frames],
        )


class JsonHandler(logging.Handler):
    """Sends the standard library's log records the same way."""

    def __init__(self, log: JsonLog) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write *record*, and the type but not the text of its exception."""
        fields = {"logger": record.name, "message": record.getMessage()}
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"] = record.exc_info[0].__qualname__
        self._log.event(record.levelname.lower(), "log", **fields)


def capture_standard_logging(log: JsonLog) -> None:
    """Route every library's log records, from warnings up, to *log*."""
    root = logging.getLogger()
    root.handlers[:] = [JsonHandler(log)]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
