import pytest

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.health import Health, Status, health_of, health_of_service
from aiops.domain.windows.window import Window


def make_anomaly(signal, deviation):
    return Anomaly(
        service="shop",
        operation="GET /",
        signal=signal,
        severity=Severity.MEDIUM,
        started_s=0.0,
        seen_s=5.0,
        ended_s=None,
        value=deviation,
        expected=1.0,
        unit="ms",
        deviation=deviation,
        score=0.9,
        samples=10,
        reason=f"{signal} is {deviation}",
    )


def window(requests=100, errors=0, timeouts=0):
    return Window(requests=requests, errors=errors, timeouts=timeouts)


def test_what_is_usual_is_healthy():
    assert health_of(window(), []) == Health(score=100.0, status=Status.HEALTHY)


@pytest.mark.parametrize(
    ("errors", "status"),
    [(0, Status.HEALTHY), (10, Status.DEGRADED), (50, Status.UNHEALTHY)],
)
def test_failures_cost_health(errors, status):
    health = health_of(window(errors=errors), [])

    assert health.status is status
    assert health.reasons == ((f"{errors}.0% of requests fail",) if errors else ())


def test_the_worst_reason_comes_first():
    anomalies = [make_anomaly(Signal.LATENCY, 1.5), make_anomaly(Signal.TRAFFIC, 0.1)]

    health = health_of(window(timeouts=25), anomalies)

    assert health.reasons == (
        "traffic is 0.1",
        "20.0% of calls get no answer",
        "latency is 1.5",
    )
    assert health.score < 60


def test_slower_is_worse_and_never_below_nothing():
    scores = [
        health_of(window(), [make_anomaly(Signal.LATENCY, times)]).score
        for times in (1.5, 3.0, 10.0, 1e6)
    ]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 90
    assert scores[-1] >= 0


def test_nothing_is_known_of_what_nobody_asks_for():
    assert health_of(window(requests=0), []).status is Status.UNKNOWN


def test_a_service_is_as_well_as_its_requests_but_not_much_better_than_its_worst():
    well = Health(score=100.0, status=Status.HEALTHY)
    ill = Health(score=10.0, status=Status.UNHEALTHY, reasons=("it fails",))

    rarely, often = (health_of_service([(99, well), (n, ill)]) for n in (1, 99))

    assert rarely.score == 40.0
    assert often.score == 40.0
    assert rarely.reasons == ("it fails",)
    assert (
        health_of_service([(99, well), (0, Health(score=100, status=Status.UNKNOWN))])
        == well
    )


def test_a_service_without_requests_is_unknown():
    assert health_of_service([]).status is Status.UNKNOWN
