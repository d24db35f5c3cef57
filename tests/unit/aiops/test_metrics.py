import numpy as np
import pytest

from aiops.domain.rootcause.graph import CallGraph
from aiops.domain.rootcause.metrics import explain
from aiops.domain.rootcause.signals import Signal, SignalKind

GRAPH = CallGraph(
    [("site", "search"), ("site", "pay"), ("search", "table"), ("pay", "bank")]
)
ONSET_S = 1_000_000.0
REQUESTS = {"site": 500.0, "search": 800.0, "pay": 100.0, "table": 800.0, "bank": 100.0}


def make_signal(values, *, kind=SignalKind.LATENCY, requests=100.0, start_s=0.0):
    count = len(values)
    return Signal(
        kind=kind,
        times_s=start_s + 300.0 * np.arange(count),
        values=np.asarray(values, dtype=float),
        requests=np.full(count, requests),
    )


def around(fault, *, kind=SignalKind.LATENCY, usual=0.05):
    """Return two intervals before the onset and three of *fault* by service."""
    return {
        name: make_signal(
            [usual, usual, *[usual + fault.get(name, 0.0)] * 3],
            kind=kind,
            requests=requests,
            start_s=ONSET_S - 650,
        )
        for name, requests in REQUESTS.items()
    }


def usual(*, kind=SignalKind.LATENCY, level=0.05):
    steps = np.linspace(-0.002, 0.002, 100) if kind is SignalKind.LATENCY else 0
    values = np.full(100, level) + steps
    return {
        name: make_signal(values, kind=kind, requests=requests)
        for name, requests in REQUESTS.items()
    }


def ranking(normal, observed):
    causes = explain(GRAPH, normal, observed, target="site", onset_s=ONSET_S)
    return [cause.service for cause in causes]


def test_the_service_that_its_callees_do_not_explain_is_the_cause():
    observed = around({"site": 0.08, "search": 0.05})

    assert ranking(usual(), observed)[0] == "search"


def test_a_slow_callee_is_blamed_before_its_callers():
    observed = around({"site": 0.1, "search": 0.06, "table": 0.06})

    assert ranking(usual(), observed)[0] == "table"


def test_a_busy_service_outweighs_a_rare_call():
    observed = around({"site": 0.08, "search": 0.05, "bank": 0.1})

    assert ranking(usual(), observed)[0] == "search"


def test_failed_requests_are_charged_the_same_way():
    kind = SignalKind.ERRORS
    observed = around({"site": 0.06, "pay": 0.3, "bank": 0.3}, kind=kind, usual=0.0)

    assert ranking(usual(kind=kind, level=0.0), observed)[0] == "bank"


def test_a_service_that_appears_with_the_fault_is_its_callers_doing():
    kind = SignalKind.ERRORS
    observed = around({"site": 0.06, "pay": 0.3}, kind=kind, usual=0.0)
    normal = usual(kind=kind, level=0.0)
    del normal["bank"]
    observed["bank"] = make_signal(
        [np.nan, np.nan, 1, 1, 1], kind=kind, requests=30.0, start_s=ONSET_S - 650
    )

    assert ranking(normal, observed) == ["pay"]


def test_nothing_is_named_on_a_usual_day():
    assert ranking(usual(), around({})) == []


def test_nothing_is_named_where_the_target_is_well():
    observed = around({"bank": 1.0})
    observed["site"] = around({})["site"]

    assert ranking(usual(), observed) == []


def test_levels_that_moved_before_the_onset_are_no_fault():
    observed = around({}, usual=0.5)

    assert ranking(usual(level=0.05), observed) == []


def test_an_onset_told_a_minute_late_changes_nothing():
    observed = around({"site": 0.08, "search": 0.05})

    late = explain(GRAPH, usual(), observed, target="site", onset_s=ONSET_S + 60)

    assert late[0].service == "search"


def test_a_target_without_signals_has_no_cause():
    observed = around({"search": 0.05})
    del observed["site"]

    assert ranking(usual(), observed) == []


def test_the_reason_is_told_in_seconds():
    observed = around({"site": 0.08, "search": 0.05})
    cause = explain(GRAPH, usual(), observed, target="site", onset_s=ONSET_S)[0]

    assert "s of waiting added" in cause.evidence[0].reason


def test_gaps_are_left_out():
    observed = around({"site": 0.08, "search": 0.05})
    observed["search"].values[3] = np.nan

    assert ranking(usual(), observed)[0] == "search"


@pytest.mark.parametrize("repeat", range(3))
def test_the_same_input_gives_the_same_ranking(repeat):
    observed = around({"site": 0.08, "search": 0.05, "bank": 0.3})

    assert ranking(usual(), observed) == ["search", "bank"]
