import json

import pytest
from opentelemetry._logs import SeverityNumber
from opentelemetry.sdk._logs.export import (
    InMemoryLogRecordExporter,
    SimpleLogRecordProcessor,
)
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.observability.forwarding import LogForwarding
from app.observability.logs import JsonLog
from app.observability.tracing import Tracing

ENVIRON = {
    "REQUEST_METHOD": "GET",
    "wsgi.url_scheme": "http",
    "SERVER_NAME": "items",
    "HTTP_TRACEPARENT": f"00-{'4' * 32}-{'5' * 16}-01",
}


@pytest.fixture
def sent():
    return InMemoryLogRecordExporter()


@pytest.fixture
def lines():
    return []


@pytest.fixture
def log(sent, lines):
    log = JsonLog("items", sink=lines.append)
    forwarding = LogForwarding("items", SimpleLogRecordProcessor(sent))
    log.copy = forwarding
    yield log
    forwarding.close()


def trace():
    tracing = Tracing("items", SimpleSpanProcessor(InMemorySpanExporter()))
    return tracing.start(ENVIRON)


def test_a_request_s_line_is_sent_as_it_was_written_with_its_trace(log, sent, lines):
    log.request(trace(), "GET", "/items", 500, 0.01)

    [data] = sent.get_finished_logs()
    record = data.log_record
    assert record.body == lines[0].decode().rstrip("\n")
    assert f"{record.trace_id:032x}" == "4" * 32
    assert f"{record.span_id:016x}" == json.loads(record.body)["span_id"]
    assert record.severity_number is SeverityNumber.ERROR
    assert data.resource.attributes["service.name"] == "items"


def test_an_event_outside_of_any_request_is_sent_without_a_trace(log, sent):
    log.event("warning", "restock", product=7)

    [data] = sent.get_finished_logs()
    assert not data.log_record.trace_id
    assert data.log_record.severity_number is SeverityNumber.WARN


def test_without_a_receiver_lines_are_only_written(lines):
    JsonLog("items", sink=lines.append).event("info", "started")

    assert len(lines) == 1
