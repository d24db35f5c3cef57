"""From a made-up shop's spans and anomalies to the answer of an incident."""

import pytest

from aiops.domain.anomalies import Signal
from aiops.domain.diagnosis.arising import origins, unanswered
from aiops.domain.diagnosis.model import AlertSeen, Case, Deployment, Diagnosis
from aiops.domain.telemetry import LogLine
from aiops.domain.windows.calls import CallJoiner
from aiops.domain.windows.window import EdgeWindow, OperationKey
from aiops.services.analysis import Analysis
from aiops.services.diagnosis import diagnose
from tests.unit.aiops.incidents.factories import anomaly
from tests.unit.aiops.observing import START_S
from tests.unit.aiops.shop import Fault, Shop

BEGIN_S = START_S + 180
PAYMENT = OperationKey("payment", "POST /payment")
CHECKOUT = OperationKey("checkout", "POST /checkout")


def case_of(*faults, length_s=215, seed=1, **changes):
    """Return the case at the time when the anomalies are told."""
    analysis, told, spans = Analysis(), {}, []
    edges: dict = {}
    joiner = CallJoiner()
    shop = Shop(seed=seed, faults=list(faults), rate=lambda _: 12.0)
    for now_s, arrived in shop.run(START_S, START_S + length_s):
        spans += arrived
        for found in analysis.round(arrived, now_s=now_s).anomalies:
            told[found.key] = found
        for call in joiner.add(arrived, now_s=now_s):
            edges.setdefault(call.edge, EdgeWindow()).calls += 1
    given = {
        "onset_s": min((a.started_s for a in told.values()), default=BEGIN_S),
        "anomalies": list(told.values()),
        "spans": spans,
        "edges": edges,
    }
    return Case(**{**given, **changes})


def payment(**fault):
    return Fault(operation="payment", start_s=BEGIN_S, **fault)


@pytest.fixture(scope="module")
def failing():
    return case_of(payment(fails=0.8))


@pytest.mark.parametrize(
    "fault",
    [payment(slower_s=1.0), payment(fails=0.6), payment(hangs=True)],
    ids=["slow", "failing", "hanging"],
)
def test_the_deepest_faulty_operation_is_the_cause(fault):
    found = diagnose(case_of(fault, length_s=230))

    assert (found.causes[0].service, found.causes[0].operation) == PAYMENT
    assert found.causes[0].confidence >= 0.6
    assert found.chain == (PAYMENT, CHECKOUT)
    assert set(found.affected) >= {PAYMENT, CHECKOUT}


def test_what_shows_it_is_named(failing):
    found = diagnose(failing)

    assert found.messages[0].service == "payment"
    assert found.messages[0].text == "it failed"
    failed = {span.trace for span in failing.spans if span.error}
    assert len(found.traces) == 5
    assert set(found.traces) <= failed


def test_the_share_of_failing_requests_is_about_the_share_of_checkouts(failing):
    assert diagnose(failing).failing_share == pytest.approx(0.3 * 0.8, abs=0.08)


def test_slow_requests_count_as_failing():
    share = diagnose(case_of(payment(slower_s=2.0))).failing_share

    assert share == pytest.approx(0.3, abs=0.1)


def test_the_same_case_has_the_same_answer_whatever_the_order(failing):
    turned = Case(
        onset_s=failing.onset_s,
        anomalies=failing.anomalies[::-1],
        spans=failing.spans[::-1],
        edges=dict(reversed(failing.edges.items())),
    )

    assert diagnose(turned) == diagnose(failing)


def test_signals_and_calls_alone_find_it_too(failing):
    found = diagnose(
        Case(onset_s=failing.onset_s, anomalies=failing.anomalies, edges=failing.edges)
    )

    assert (found.causes[0].service, found.causes[0].operation) == PAYMENT
    assert found.chain == (PAYMENT, CHECKOUT)


def test_without_calls_the_answer_stands_on_the_signals(failing):
    found = diagnose(Case(onset_s=failing.onset_s, anomalies=failing.anomalies))

    assert {cause.service for cause in found.causes} == {"payment", "checkout"}
    assert found.causes[0].confidence < 0.7


def test_half_of_the_spans_and_a_clock_apart_are_enough():
    whole = case_of(payment(fails=0.8))
    spans = [s for n, s in enumerate(whole.spans) if n % 2]
    apart = [
        type(s)(
            **{f: getattr(s, f) for f in s.__slots__ if f != "start_s"},
            start_s=s.start_s + (0.8 if s.service == "payment" else 0.0),
        )
        for s in spans
    ]

    found = diagnose(
        Case(
            onset_s=whole.onset_s,
            anomalies=whole.anomalies,
            spans=apart,
            edges=whole.edges,
        )
    )

    assert found.causes[0].service == "payment"


def test_an_empty_case_has_an_empty_answer():
    assert diagnose(Case(onset_s=BEGIN_S)) == Diagnosis()


def test_a_release_and_an_alert_are_evidence(failing):
    told = diagnose(
        Case(
            onset_s=failing.onset_s,
            anomalies=failing.anomalies,
            spans=failing.spans,
            edges=failing.edges,
            deployments=[
                Deployment(service="payment", at_s=failing.onset_s - 40, revision="r2"),
                Deployment(service="payment", at_s=failing.onset_s - 4000),
            ],
            alerts=[AlertSeen(service="payment", name="HighErrors", at_s=BEGIN_S)],
        )
    )

    evidence = " / ".join(told.causes[0].evidence)
    assert "payment was deployed of r2 40 s before it began" in evidence
    assert evidence.count("was deployed") == 1
    assert "the alert HighErrors fires for payment" in evidence


def test_trouble_of_what_is_not_called_is_another_incidents(failing):
    products = anomaly("products", BEGIN_S, operation="GET /products")
    apart = Case(
        onset_s=failing.onset_s,
        anomalies=[products],
        spans=failing.spans,
        edges=failing.edges,
    )

    assert {cause.service for cause in diagnose(apart).causes} == {"products"}


def test_what_alone_is_full_is_the_cause_whatever_traces_say_by_chance():
    full = anomaly("inventory", BEGIN_S, signal=Signal.SATURATION, operation="")

    found = diagnose(case_of(length_s=230, onset_s=BEGIN_S, anomalies=[full]))

    assert found.causes[0].service == "inventory"
    assert found.causes[0].confidence >= 0.8


def test_log_lines_of_errors_speak_for_their_service(failing):
    lines = [
        LogLine(
            trace=span.trace,
            span=span.span,
            service="payment",
            time_s=span.start_s,
            severity=17,
            body="card network is away",
        )
        for span in failing.spans
        if span.service == "payment" and span.error
    ]

    found = diagnose(
        Case(
            onset_s=failing.onset_s,
            anomalies=failing.anomalies,
            spans=failing.spans,
            logs=lines,
            edges=failing.edges,
        )
    )

    assert found.causes[0].service == "payment"


def test_an_error_is_the_deepest_failed_spans(failing):
    assert {span.service for span in origins(failing.spans) if span.message} >= {
        "payment"
    }
    shares = [s.service for s in origins(failing.spans) if s.start_s > BEGIN_S]
    assert shares.count("payment") > 0.9 * len(shares)


def test_a_lost_call_is_its_callees():
    spans = case_of(payment(hangs=True), length_s=200).spans

    assert {callee for _, callee in unanswered(spans)} == {PAYMENT}
