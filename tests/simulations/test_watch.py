"""What the analysis says of a made-up shop: soon, of the right thing, else nothing."""

import pytest

from aiops.domain.anomalies import Severity, Signal
from aiops.services.analysis import Analysis, Surroundings
from tests.unit.aiops.observing import START_S, first_told, last_told, watch
from tests.unit.aiops.shop import Fault, Shop, day

BEGIN_S = START_S + 180
PAYMENT, CHECKOUT = "POST /payment", "POST /checkout"


def told_of(seed, *faults, length_s=240, **shop):
    """Return (seconds after BEGIN_S, operation, signal) in the order of telling."""
    told = first_told(watch(Shop(seed=seed, faults=list(faults), **shop), length_s))
    return [(at_s - BEGIN_S, a.operation, a.signal) for at_s, a in told]


def payment(**fault):
    return Fault(operation="payment", start_s=BEGIN_S, **fault)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("fault", "signal"),
    [
        (payment(slower_s=0.5), Signal.LATENCY),
        (payment(slower_s=0.2, share=0.5), Signal.LATENCY),
        (payment(fails=0.3), Signal.ERRORS),
        (payment(fails=1.0), Signal.ERRORS),
        (payment(fails=0.8, on=0.5, period_s=30), Signal.ERRORS),
    ],
    ids=["slow", "half slow", "some fail", "all fail", "flapping"],
)
def test_a_fault_is_told_within_fifteen_seconds(fault, signal, seed):
    told = told_of(seed, fault, length_s=210)

    assert all(after_s > 0 for after_s, _, _ in told)
    assert any(
        after_s <= 15 and (operation, what) == (PAYMENT, signal)
        for after_s, operation, what in told
    ), told


@pytest.mark.parametrize("seed", range(2))
def test_an_operation_that_stopped_answering_is_told_from_low_traffic(seed):
    told = told_of(seed, payment(hangs=True))

    assert told[0][1:] == (CHECKOUT, Signal.TRAFFIC)
    assert told[0][0] <= 15
    # Its caller waits for ten seconds before it gives up.
    assert any(
        after_s <= 25 and (operation, signal) == (PAYMENT, Signal.TIMEOUTS)
        for after_s, operation, signal in told
    ), told
    assert (PAYMENT, Signal.TRAFFIC) not in [each[1:] for each in told]


def test_traffic_that_goes_away_is_told_of_the_front_alone():
    rate = lambda at_s: 20.0 if at_s < BEGIN_S else 1.0  # noqa: E731

    told = told_of(1, rate=rate)

    assert {signal for _, _, signal in told} == {Signal.TRAFFIC}
    assert {operation for _, operation, _ in told} >= {CHECKOUT}
    assert PAYMENT not in {operation for _, operation, _ in told}


def test_traffic_that_begins_again_is_no_anomaly_and_may_go_away_again():
    """A silence that lasts is how it is; what comes after it is a beginning."""

    def rate(at_s):
        since_s = at_s - BEGIN_S
        return 0.2 if 0 <= since_s < 240 or since_s >= 420 else 15.0

    told = first_told(watch(Shop(seed=1, rate=rate), 640, accept_s=120.0))

    times_s = sorted(at_s - BEGIN_S for at_s, _ in told)
    assert {anomaly.signal for _, anomaly in told} == {Signal.TRAFFIC}
    assert times_s[0] < 30
    assert not [at_s for at_s in times_s if 60 < at_s < 420]
    assert [at_s for at_s in times_s if 420 < at_s < 450]


def test_two_faults_at_once_are_both_told():
    other = Fault(operation="items", start_s=BEGIN_S + 3, slower_s=0.3)

    told = told_of(1, payment(fails=0.7), other, length_s=210)

    assert {operation for _, operation, _ in told} >= {PAYMENT, "GET /items"}


def test_slow_degradation_is_told():
    fault = payment(slower_s=lambda since_s: 0.001 * since_s)

    told = told_of(1, fault, length_s=360)

    assert (PAYMENT, Signal.LATENCY) in [each[1:] for each in told]


def test_a_busy_hour_is_no_anomaly():
    busy = lambda at_s: 60.0 if BEGIN_S <= at_s < BEGIN_S + 120 else 20.0  # noqa: E731

    assert told_of(1, length_s=420, rate=busy) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_told_of_a_usual_day(seed):
    """With restarts, lost spans, bursts, and operations that few ask for."""
    at = START_S
    shop = Shop(
        seed=seed,
        rate=day(4, 16, 900),
        restarts=[("payment", at + 500), ("products", at + 800)],
        gaps=[(at + 600, at + 612), (at + 1000, at + 1003)],
    )

    assert last_told(watch(shop, 1500, season_s=900)) == []


def test_an_anomaly_goes_on_and_ends_when_the_fault_does():
    fault = Fault(
        operation="payment", start_s=BEGIN_S, end_s=BEGIN_S + 60, slower_s=0.5
    )

    told = last_told(watch(Shop(seed=1, faults=[fault]), 320))

    found = next(a for a in told if a.operation == PAYMENT)
    assert found.started_s == pytest.approx(BEGIN_S, abs=5)
    assert found.ended_s == pytest.approx(BEGIN_S + 60, abs=10)
    assert found.severity is Severity.HIGH
    assert 400 < found.value < 700
    assert found.expected == pytest.approx(48, rel=0.2)
    assert found.reason.startswith("POST /payment takes ")
    assert 0.5 < found.score <= 1


def test_flapping_is_one_anomaly():
    fault = payment(fails=0.8, on=0.5, period_s=60)

    told = last_told(watch(Shop(seed=1, faults=[fault]), 420))

    assert [a.signal for a in told if a.operation == PAYMENT] == [Signal.ERRORS]


def test_the_baseline_does_not_learn_the_fault():
    fault = Fault(operation="payment", start_s=BEGIN_S, slower_s=0.5)
    analysis = Analysis()

    watch(Shop(seed=1, faults=[fault]), 600, analysis=analysis)

    key = next(k for k in analysis.watch.names if k.operation == PAYMENT)
    usual_ms = analysis.watch.usual(key)["latency"][0]
    assert usual_ms == pytest.approx(48, rel=0.2)


def test_a_change_that_lasts_becomes_usual():
    told = watch(Shop(seed=1, faults=[payment(slower_s=0.5)]), 600, accept_s=200.0)

    assert {a.operation for a in last_told(told)} == {PAYMENT, CHECKOUT}
    assert all(a.ended_s is not None for a in last_told(told))


def test_a_deployment_lets_a_change_become_usual_sooner():
    analysis = Analysis()
    fault = payment(slower_s=0.5)
    shop = Shop(seed=1, faults=[fault])
    told = []
    deployed = Surroundings(deployed=[("payment", BEGIN_S), ("checkout", BEGIN_S)])
    for now_s, spans in shop.run(START_S, START_S + 900):
        around = deployed if now_s == BEGIN_S + 20 else None
        told += [
            (now_s, anomaly)
            for anomaly in analysis.round(spans, now_s=now_s, around=around).anomalies
        ]

    assert {a.operation for a in last_told(told)} == {PAYMENT, CHECKOUT}
    assert all(a.ended_s is not None for a in last_told(told))
