"""The two kinds of telemetry, each from bytes to rows and back to an answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from google.protobuf.message import DecodeError, Message
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2 as logs_service
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as trace_service
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from aiops.adapters.otlp import json_mapping
from aiops.adapters.otlp.bodies import JSON, PROTOBUF
from aiops.adapters.otlp.decoded import Decoded
from aiops.adapters.otlp.logs import lines_of
from aiops.adapters.otlp.period import Period
from aiops.adapters.otlp.spans import spans_of
from aiops.adapters.otlp.wire import Part, parts
from aiops.adapters.storage import logs, spans
from aiops.errors import InvalidInput

_MALFORMED = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """
    What is particular to one kind of telemetry.

    Attributes:
        name: As a metric's label.
        store: Adds records in a transaction; returns how many were new.
    """

    name: str
    store: Callable[[sa.Connection, Iterable[Any], float], int]
    kind: type[Message]
    parse_json: Callable[[bytes, Callable[[], None]], list[Part]]
    decode: Callable[[Iterable[Part], Period, Decoded[Any]], None]
    response: Callable[[int, str], bytes]
    rejected: str

    def records(self, body: bytes, kind: str, period: Period) -> Decoded[Any]:
        """
        Return what *body* holds.

        Raises:
            InvalidInput: When it is not what *kind* says, or holds too many records.
        """
        into: Decoded[Any] = Decoded()
        try:
            self.decode(self._parts(body, kind, into), period, into)
        except DecodeError:
            raise InvalidInput(
                "the body is not what its content type says; send OTLP's protobuf",
                status=400,
            ) from None
        return into

    def answer(self, kind: str, decoded: Decoded[Any]) -> bytes:
        """Return the body of the answer: how many were left out, and why."""
        left_out = decoded.refused.total()
        if kind == PROTOBUF:
            return self.response(left_out, decoded.message)
        if not left_out:
            return b"{}"
        partial = {self.rejected: str(left_out), "errorMessage": decoded.message}
        return orjson.dumps({"partialSuccess": partial})

    def _parts(self, body: bytes, kind: str, into: Decoded[Any]) -> Iterable[Part]:
        if kind == JSON:
            return self.parse_json(body, lambda: into.refused.update({_MALFORMED: 1}))
        return parts(body, self.kind)


def _traces_response(left_out: int, message: str) -> bytes:
    answer = trace_service.ExportTraceServiceResponse()
    if left_out:
        answer.partial_success.rejected_spans = left_out
        answer.partial_success.error_message = message
    return answer.SerializeToString()


def _logs_response(left_out: int, message: str) -> bytes:
    answer = logs_service.ExportLogsServiceResponse()
    if left_out:
        answer.partial_success.rejected_log_records = left_out
        answer.partial_success.error_message = message
    return answer.SerializeToString()


TRACES = Signal(
    name="traces",
    store=spans.add,
    kind=Span,
    parse_json=json_mapping.resource_spans,
    decode=spans_of,
    response=_traces_response,
    rejected="rejectedSpans",
)
LOGS = Signal(
    name="logs",
    store=logs.add,
    kind=LogRecord,
    parse_json=json_mapping.resource_logs,
    decode=lines_of,
    response=_logs_response,
    rejected="rejectedLogRecords",
)
