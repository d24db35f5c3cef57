"""An analysis continues where another ended, also with another interval."""

import pytest

from aiops.domain.baselines.watch import WatchSettings
from aiops.services.analysis import Analysis
from tests.unit.aiops.observing import ROUND_S, START_S
from tests.unit.aiops.shop import Fault, Shop

CHANGE_S = START_S + 162


def continued(settings, *, length_s=420):
    """Watch a fault with an analysis that another one left its state to."""
    fault = Fault(operation="payment", start_s=START_S + 380, slower_s=0.6)
    shop = Shop(seed=3, rate=lambda _: 8.0, faults=[fault])
    analysis, windows, edges, told, snapshot = Analysis(), {}, {}, {}, None
    for now_s, spans in shop.run(START_S, START_S + length_s, step_s=2.0):
        if now_s == CHANGE_S:
            judged_s = snapshot.judged_s + 5
            analysis = Analysis(settings)
            analysis.resume(
                snapshot,
                judged_s=judged_s,
                windows={a: w for a, w in windows.items() if a[0] >= judged_s - 5},
                edges=edges,
                recent=[],
                now_s=now_s,
            )
        done = analysis.round(spans, now_s=now_s + ROUND_S)
        windows.update(done.windows)
        edges.update(done.edges)
        snapshot = done.snapshot or snapshot
        told |= {a.key: (now_s, a) for a in done.anomalies if a.key not in told}
    return analysis, told, fault.start_s


@pytest.mark.parametrize("interval_s", [5.0, 10.0, 3.0])
def test_a_fault_is_told_after_a_change_of_hands(interval_s):
    settings = WatchSettings(interval_s=interval_s)

    analysis, told, begin_s = continued(settings)

    assert {a.operation for _, a in told.values()} == {
        "POST /payment",
        "POST /checkout",
    }
    assert all(0 < now_s - begin_s < 3 * interval_s + 5 for now_s, _ in told.values())
    assert analysis.open_windows < 30


def test_what_was_learnt_before_is_known_at_once():
    analysis, _, _ = continued(WatchSettings(), length_s=170)

    place = next(p for k, p in analysis.watch.names.items() if k.service == "payment")
    assert analysis.watch.latency.columns["windows"][place] >= 30
