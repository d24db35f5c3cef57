"""A request's trace crosses the shop's containers and can be found from a metric."""

import json
import re
import secrets
import urllib.request

import pytest

from catalog.identity import resource_name
from tests.e2e.prometheus import api
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.stack

# Runs in a container of its own beside the stack: prints each span as a JSON line.
RECEIVER = """
import gzip
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest as Request,
)

class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        for resource in Request.FromString(body).resource_spans:
            names = {a.key: a.value.string_value for a in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    print(json.dumps({
                        "service": names.get("service.name"),
                        "trace": span.trace_id.hex(),
                        "span": span.span_id.hex(),
                        "parent": span.parent_span_id.hex(),
                    }), flush=True)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

HTTPServer(("0.0.0.0", 4318), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def receiver(stack, engine):
    """What keeps sampled traces, where the stack's settings say that it is."""
    container = engine.containers.create(
        stack.container("items").attrs["Image"],
        ["-c", RECEIVER],
        name=f"pharos-test-{stack.name}-traces",
        user="10099:10099",
        mem_limit="128m",
        init=True,
        network=resource_name(stack.name, "net"),
    )
    try:
        network = engine.networks.get(resource_name(stack.name, "net"))
        network.disconnect(container)
        network.connect(container, aliases=["traces"])
        container.start()
        yield container
    finally:
        container.remove(force=True)


def spans(receiver, trace):
    lines = receiver.logs().decode().splitlines()
    return [span for span in map(json.loads, lines) if span["trace"] == trace]


def request_with_trace(stack, path, *, method="GET"):
    trace = secrets.token_hex(16)
    request = urllib.request.Request(
        stack.url("gateway") + path,
        method=method,
        headers={"traceparent": f"00-{trace}-{'1' * 16}-01"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        assert response.status == 200
    return trace


def test_a_checkout_s_trace_crosses_the_services(stack, receiver):
    trace = request_with_trace(stack, "/checkout", method="POST")

    def crossed():
        found = {span["service"] for span in spans(receiver, trace)}
        assert {"checkout", "payment", "inventory"} <= found, found
        return True

    eventually(crossed, "spans of three services in one trace", within_s=30)


def test_every_span_but_the_first_has_its_parent_in_the_trace(stack, receiver):
    trace = request_with_trace(stack, "/checkout", method="POST")

    def whole():
        found = spans(receiver, trace)
        assert {s["service"] for s in found} >= {"checkout", "payment", "inventory"}
        known = {span["span"] for span in found} | {"1" * 16}
        return {span["parent"] for span in found} <= known

    eventually(whole, "a trace without gaps", within_s=30)


def test_the_trace_of_a_request_is_an_exemplar_of_its_latency(stack):
    trace = request_with_trace(stack, "/items")

    request = urllib.request.Request(
        stack.url("gateway") + "/metrics",
        headers={"Accept": "application/openmetrics-text; version=1.0.0"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        text = response.read().decode()
    assert re.search(rf'app_request_latency_seconds_bucket.*# .*"{trace}"', text)


def test_prometheus_keeps_exemplars(stack):
    trace = request_with_trace(stack, "/items")

    def kept():
        found = api(
            stack.url("prometheus"),
            "query_exemplars",
            query="app_request_latency_seconds_bucket",
            start="0",
            end="32503680000",
        )
        return trace in {
            e["labels"]["trace_id"] for series in found for e in series["exemplars"]
        }

    eventually(kept, f"trace {trace} among the exemplars")


def test_log_lines_carry_the_trace(stack):
    trace = request_with_trace(stack, "/items")

    log = stack.container("items").logs().decode()

    assert [line for line in log.splitlines() if trace in line]
