import math

import pytest

from aiops.domain.telemetry import SpanKind, SpanRecord
from aiops.domain.windows.calls import CallJoiner
from aiops.domain.windows.cardinality import OTHER, KnownOperations
from aiops.domain.windows.collecting import WindowCollector
from aiops.domain.windows.window import EdgeKey, OperationKey

CHECKOUT = OperationKey("checkout", "POST /checkout")
PAYMENT = OperationKey("payment", "POST /payment")
PAYMENT_URL = "http://payment:8080/payment"


def make_span(**changes):
    """Return a span of the payment; give what matters."""
    fields = {
        "trace": "t",
        "span": "pay",
        "parent": "call",
        "service": "payment",
        "operation": "POST /payment",
        "kind": SpanKind.SERVER,
        "start_s": 101.0,
        "duration_s": 1.0,
        "status_code": 200,
    }
    return SpanRecord(**{**fields, **changes})


def call(**changes):
    """Return the checkout's call of the payment."""
    fields = {
        "span": "call",
        "parent": "root",
        "service": "checkout",
        "operation": "POST",
        "kind": SpanKind.CLIENT,
        "duration_s": 1.5,
        "attributes": {"http.request.method": "POST", "url.full": PAYMENT_URL},
    }
    return make_span(**{**fields, **changes})


def root(**changes):
    fields = {
        "span": "root",
        "parent": "",
        "service": "checkout",
        "operation": "POST /checkout",
        "start_s": 100.0,
        "duration_s": 3.0,
    }
    return make_span(**{**fields, **changes})


def collector(**settings):
    return WindowCollector(length_s=5.0, **settings)


def test_a_request_counts_in_the_window_in_which_it_ended():
    spans = [make_span(start_s=98.0, duration_s=2.5), make_span(error=True)]

    found = collector().collect(spans, now_s=110.0)

    window = found.operations[100.0, PAYMENT]
    assert (window.requests, window.errors, window.sum_s) == (2, 1, 3.5)
    assert window.statuses == {200: 2}


def test_a_clock_that_runs_ahead_is_held_back():
    found = collector().collect([make_span(start_s=500.0)], now_s=101.0)

    assert set(found.operations) == {(100.0, PAYMENT)}


def test_what_ends_in_a_closed_window_is_late():
    found = collector().collect([make_span()], now_s=120.0, closed_s=105.0)

    assert found.late == 1


def test_calls_and_internal_spans_are_no_requests_but_a_root_is():
    spans = [
        call(),
        make_span(kind=SpanKind.INTERNAL),
        make_span(kind=SpanKind.INTERNAL, parent="", operation="nightly"),
    ]

    found = collector().collect(spans, now_s=110.0)

    assert set(found.operations) == {(100.0, OperationKey("payment", "nightly"))}


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_a_call_is_joined_whatever_arrives_first(order):
    spans = [make_span(), call(), root()]
    joined = collector()

    found = [joined.collect([spans[i]], now_s=104.0 + i) for i in order]
    found.append(joined.collect([], now_s=120.0))

    (edges,) = [c.edges for c in found if c.edges]
    edge = edges[100.0, EdgeKey(CHECKOUT, PAYMENT)]
    assert (edge.calls, edge.errors, edge.duration_s, edge.gap_s) == (1, 0, 1.5, 0.5)


def test_a_caller_that_never_comes_leaves_only_its_service():
    joined = collector()
    joined.collect([make_span(), call()], now_s=104.0)

    edges = joined.collect([], now_s=111.0).edges

    assert list(edges) == [(100.0, EdgeKey(OperationKey("checkout", ""), PAYMENT))]


def test_a_call_without_an_answer_is_a_timeout_of_whom_it_was_meant_for():
    joined = collector()
    joined.collect([make_span(), call(), root()], now_s=104.0)
    lost = call(trace="u", start_s=106.0, error=True, status_code=0)

    found = joined.collect([lost, root(trace="u", start_s=105.0)], now_s=111.0)

    assert found.operations[105.0, PAYMENT].timeouts == 1
    assert found.operations[105.0, PAYMENT].requests == 0
    assert found.edges[105.0, EdgeKey(CHECKOUT, PAYMENT)].errors == 1


def test_an_address_with_several_operations_tells_the_service_alone():
    joined = collector()
    joined.collect([make_span(), call(), root()], now_s=104.0)
    other = make_span(trace="v", operation="POST /refund")
    way = {"url.full": "http://payment:8080/refund", "http.request.method": "POST"}
    joined.collect([other, call(trace="v", attributes=way)], now_s=104.0)
    lost = {"url.full": "http://payment:8080/new", "http.request.method": "POST"}
    spans = [call(trace="u", error=True, status_code=0, attributes=lost)]

    found = [joined.collect(spans, now_s=106.0), joined.collect([], now_s=120.0)]

    assert (100.0, OperationKey("payment", "")) in found[-1].operations


def test_a_call_to_an_unknown_address_is_nobodys_timeout():
    lost = call(error=True, status_code=0)
    joined = collector()

    found = [joined.collect([lost], now_s=104.0), joined.collect([], now_s=120.0)]

    assert [c.operations for c in found] == [{}, {}]


def test_identifiers_in_names_do_not_grow_without_bound():
    known = KnownOperations(per_service=3)
    names = [known.key_of("shop", f"GET /{number}").operation for number in range(9)]

    assert names == ["GET /0", "GET /1", "GET /2", *[OTHER] * 6]
    assert known.key_of("shop", "GET /1").operation == "GET /1"
    assert len(known) == 3


def test_memory_for_callers_is_bounded():
    joiner = CallJoiner(most_spans=100)
    for number in range(300):
        joiner.add([call(trace=str(number))], now_s=float(number))

    assert joiner.remembered == 100


def test_windows_start_at_multiples_of_their_length():
    assert collector().start_of(104.999) == 100.0
    assert math.isclose(collector().start_of(105.0), 105.0)


def test_names_of_services_without_end_are_one():
    known = KnownOperations(in_all=3)
    keys = {known.key_of(f"service-{number}", "GET /") for number in range(100)}

    assert len(keys) == 4
    assert (OTHER, OTHER) in keys
    assert known.key_of("service-0", "GET /more") == ("service-0", OTHER)
