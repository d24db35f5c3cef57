"""JSON lines on standard output, without anything that people sent."""

import logging
import os
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

Sink = Callable[[bytes], object]
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

    Args:
        process: Which of the engine's processes this is.
    """

    def __init__(self, process: str, sink: Sink = standard_output) -> None:
        self._process = process
        self._sink = sink

    def event(self, level: str, name: str, **fields: Any) -> None:
        """Write one line about *name*."""
        line: dict[str, Any] = {
            "time": datetime.now(UTC),
            "level": level,
            "event": name,
            "service": "engine",
            "process": self._process,
            **fields,
        }
        self._sink(orjson.dumps(line, default=str, option=_OPTIONS))

    def unexpected(self, name: str, error: BaseException) -> None:
        """Write where *error* came from; its message may quote what people sent."""
        frames = traceback.extract_tb(error.__traceback__)
        self.event(
            "error",
            name,
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
