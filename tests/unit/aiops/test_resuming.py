"""A pause of the engine is no silence of what it watches."""

from aiops.domain.telemetry import SpanKind, SpanRecord
from aiops.services.analysis import Analysis

START_S, LENGTH_S = 1_000_000.0, 5.0
LEARNT_S, PAUSE_S = 2400.0, 1800.0


def requests(at_s: float) -> list[SpanRecord]:
    """Ten requests of a window."""
    return [
        SpanRecord(
            trace=f"{at_s:.0f}{number:022d}",
            span=f"{number:016d}",
            parent="",
            service="shop",
            operation="GET /",
            kind=SpanKind.SERVER,
            start_s=at_s + number / 4,
            duration_s=0.01,
            status_code=200,
        )
        for number in range(10)
    ]


def resumed_after_a_pause() -> tuple[Analysis, float]:
    """An analysis that goes on where one with a good baseline was ended."""
    before, at_s = Analysis(), START_S
    while at_s < START_S + LEARNT_S:
        before.round(requests(at_s), now_s=at_s + LENGTH_S + 3)
        at_s += LENGTH_S
    snapshot = before.snapshot()
    assert snapshot is not None
    after, now_s = Analysis(), at_s + PAUSE_S
    after.resume(
        snapshot,
        judged_s=snapshot.judged_s,
        windows={},
        edges={},
        recent=[],
        now_s=now_s,
    )
    return after, now_s


def test_time_that_nobody_listened_to_is_not_told():
    analysis, now_s = resumed_after_a_pause()

    assert analysis.round([], now_s=now_s + 1).anomalies == []
    found = analysis.round(requests(now_s), now_s=now_s + LENGTH_S + 3)
    assert found.anomalies == []
    assert found.judged_s > now_s - LENGTH_S


def test_silence_that_lasts_after_the_pause_is_told():
    analysis, now_s = resumed_after_a_pause()

    found = analysis.round([], now_s=now_s + 70)
    assert [(a.service, str(a.signal)) for a in found.anomalies] == [
        ("shop", "traffic")
    ]
