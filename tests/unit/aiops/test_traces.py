import pytest

from aiops.domain.rootcause.behaviour import Operation, observe
from aiops.domain.rootcause.spans import self_times
from aiops.domain.rootcause.traces import explain
from tests.unit.aiops.traffic import (
    ONSET_S,
    around,
    logs_of,
    make_span,
    requests,
    usual,
)


def ranking(normal, seen, *, late_s=0.0):
    causes = explain(normal, seen, onset_s=ONSET_S + late_s)
    return [cause.service for cause in causes]


def test_time_within_a_service_is_its_own():
    assert ranking(usual(), around(busy_s={"stock": 0.5}))[0] == "stock"


def test_time_on_the_way_is_charged_to_the_callee():
    assert ranking(usual(), around(network_s={"stock": 1.0}))[0] == "stock"


def test_a_caller_slow_to_all_it_calls_is_charged_itself():
    seen = around(network_s={"stock": 1.0, "mail": 1.0})

    assert ranking(usual(), seen)[0] == "shop"


def test_a_caller_that_waits_is_not_blamed():
    causes = ranking(usual(), around(busy_s={"mail": 2.0}))

    assert causes[0] == "mail"
    assert "web" not in causes


def test_new_errors_in_the_log_speak_for_the_service():
    after = requests(90, ONSET_S)
    seen = around(logs=logs_of(after, "ERROR no rows", service="stock", error=True))

    assert ranking(usual(), seen)[0] == "stock"


def test_a_line_that_is_no_longer_written_speaks_for_the_service():
    before = requests(60, ONSET_S - 120)
    normal = usual(logs={"mail": "INFO sent", "stock": "INFO counted"})
    logs = logs_of(before, "INFO sent", service="mail")
    logs += logs_of(before + requests(90, ONSET_S), "INFO counted", service="stock")

    assert ranking(normal, around(logs=logs))[0] == "mail"


def test_a_call_that_is_left_out_speaks_for_the_caller():
    assert ranking(usual(), around(calls=("stock",)))[0] == "shop"


def test_errors_are_blamed_on_the_deepest_service_that_has_them():
    after = requests(90, ONSET_S)
    logs = logs_of(after, "ERROR failed", service="shop", error=True)
    logs += logs_of(after, "ERROR no rows", service="stock", error=True)

    assert ranking(usual(), around(logs=logs))[0] == "stock"


def test_nothing_is_named_on_a_usual_day():
    assert ranking(usual(), around()) == []


@pytest.mark.parametrize("late_s", [-30.0, 60.0])
def test_an_onset_told_late_or_early_changes_nothing(late_s):
    seen = around(network_s={"stock": 1.0})

    assert ranking(usual(), seen, late_s=late_s)[0] == "stock"


def test_a_fault_that_began_before_its_onset_is_no_reference():
    seen = around(network_s={"stock": 1.0})
    early = requests(60, ONSET_S - 200, network_s={"stock": 1.0})
    normal = observe(requests(60, 0.0, calls=("mail",)), [])
    started = type(seen)(spans=[*early, *seen.spans[480:]], logs=[])

    assert ranking(normal, started)[0] == "stock"


def test_log_records_without_a_span_are_left_out():
    logs = logs_of(requests(9, 5.0), "ERROR elsewhere", service="stock", error=True)

    assert ranking(usual(), around(logs=logs)) == []


def test_the_reason_names_what_changed():
    after = requests(90, ONSET_S)
    seen = around(logs=logs_of(after, "ERROR no rows", service="stock", error=True))
    cause = explain(usual(), seen, onset_s=ONSET_S)[0]

    assert cause.evidence[0].reason == (
        "stock.do tells of the error 'no rows' in 90 of 90 spans, in none of 60 before"
    )


def test_what_both_windows_show_is_told_once():
    before = requests(40, ONSET_S - 40)
    logs = logs_of(
        [*before, *requests(90, ONSET_S)], "ERROR no rows", service="stock", error=True
    )
    (cause, *_) = explain(usual(), around(logs=logs), onset_s=ONSET_S)

    told = [each.reason for each in cause.evidence if "no rows" in each.reason]
    assert len(told) == 1


def test_at_each_instant_the_latest_span_has_the_time():
    trace = [
        make_span(span="root", start_s=0.0, duration_s=10.0),
        make_span(span="filter", parent="root", start_s=1.0, duration_s=8.0),
        make_span(span="call", parent="root", start_s=2.0, duration_s=6.0),
    ]

    assert self_times(trace) == {"root": 2.0, "filter": 2.0, "call": 6.0}


def test_a_trace_of_no_length_has_no_time_to_give():
    assert self_times([make_span(duration_s=0.0)]) == {}


def test_spans_are_counted_by_operation():
    seen = observe(requests(3, 0.0), [])

    assert seen.spans[Operation("shop", "shop.do")] == 3
    assert seen.calls() == {("web", "shop"), ("shop", "stock"), ("shop", "mail")}
