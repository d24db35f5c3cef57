import pytest

from aiops.adapters.storage.incidents.incidents import put, put_diagnosis
from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.incidents.model import Incident, Status
from aiops.domain.patterns import Past, fingerprint, recurring
from aiops.domain.windows.window import OperationKey
from tests.unit.aiops.engines import bearer

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
    return Past(
        id=id,
        began_s=began_s,
        anomalies=anomalies,
        cause=OperationKey(service, "POST /x"),
        reached=frozenset({"checkout", service}),
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
    bare = Past(id="i", began_s=0.0, anomalies=(), cause=None, reached=frozenset())

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


def test_the_api_shows_what_came_back(engine, client):
    with engine.database.write() as connection:
        for number in range(2):
            past = make_past(f"i{number}", began_s=engine.now_s() - 900 * number)
            put(
                connection,
                [
                    Incident(
                        id=past.id,
                        dedup_key=past.id,
                        root="payment",
                        status=Status.RESOLVED,
                        severity=Severity.HIGH,
                        began_s=past.began_s,
                        opened_s=past.began_s,
                        updated_s=past.began_s,
                        anomalies=past.anomalies,
                    )
                ],
            )
            put_diagnosis(
                connection,
                past.id,
                {
                    "causes": [{"service": "payment", "operation": "POST /x"}],
                    "affected": [{"service": "payment", "operation": "POST /x"}],
                },
                engine.now_s(),
            )

    answer = client.get("/aiops/patterns", headers=bearer("console")).get_json()

    (found,) = answer["patterns"]
    assert found["name"] == "POST /x gets slow"
    assert found["incidents"] == ["i0", "i1"]
    assert found["every_s"] == pytest.approx(900, abs=5)
