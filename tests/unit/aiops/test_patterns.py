import pytest

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.diagnosis.model import Diagnosis, RankedCause
from aiops.domain.patterns import Past, fingerprint, recurring
from aiops.domain.windows.window import OperationKey

DAY_S = 86400.0


def make_past(id, *, began_s=0.0, service="payment", signals=(Signal.LATENCY,)):
    anomalies = tuple(
        Anomaly(
            service=service,
            operation="POST /x",
            signal=signal,
            ended_s=None,
            severity=Severity.HIGH,
            started_s=began_s,
            seen_s=began_s,
            value=2.0,
            expected=1.0,
            unit="ms",
            deviation=2.0,
            score=0.9,
            samples=9,
            reason="",
        )
        for signal in signals
    )
    cause = RankedCause(
        service=service, operation="POST /x", confidence=0.9, evidence=()
    )
    affected = (OperationKey("checkout", "POST /c"), OperationKey(service, "POST /x"))
    return Past(
        id=id,
        began_s=began_s,
        anomalies=anomalies,
        diagnosis=Diagnosis(causes=(cause,), affected=affected),
    )


def test_the_same_failure_is_recognised_and_named():
    past = [make_past(f"i{n}", began_s=1000.0 * n) for n in range(3)]

    (found,) = recurring([*past, make_past("other", service="inventory")])

    assert found.fingerprint.name == "POST /x gets slow, checkout with it"
    assert found.incidents == ("i2", "i1", "i0")
    assert found.every_s == 1000.0


def test_the_most_telling_signal_names_the_kind():
    signals = (Signal.TRAFFIC, Signal.LATENCY, Signal.TIMEOUTS)

    assert fingerprint(make_past("i", signals=signals)).kind is Signal.TIMEOUTS


def test_another_kind_of_failure_is_another_pattern():
    assert recurring([make_past("a"), make_past("b", signals=(Signal.ERRORS,))]) == []


def test_without_a_cause_there_is_no_pattern():
    bare = Past(id="i", began_s=0.0, anomalies=(), diagnosis=Diagnosis())

    assert recurring([bare, bare]) == []


@pytest.mark.parametrize(
    ("begins", "rhythm"),
    [
        ([0, DAY_S, 3 * DAY_S + 1800], "day"),
        ([0, 7 * DAY_S, 14 * DAY_S], "week"),
        ([0, 3600, 7300, 10900], "hour"),
        ([0, 5000, 26000], ""),
        ([0, DAY_S], ""),
    ],
)
def test_a_rhythm_is_recognised(begins, rhythm):
    past = [make_past(f"i{n}", began_s=s) for n, s in enumerate(begins)]

    assert recurring(past)[0].rhythm == rhythm
