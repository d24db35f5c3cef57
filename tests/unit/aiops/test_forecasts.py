import dataclasses
import math

import numpy as np
import pytest

from aiops.domain.baselines.batch import Batch
from aiops.domain.detection.season import DailyProfile
from aiops.domain.forecasting.drift import Drift
from aiops.domain.forecasting.forecast import Ahead, Forecast
from aiops.domain.forecasting.line import fitted
from aiops.domain.forecasting.outlook import Outlook
from aiops.domain.windows.window import OperationKey

# A day of which a window is a minute.
DAY_S, STEP_S = 86400.0, 60.0
KEY = OperationKey("payment", "POST /payment")
LIMIT_S, PROMISED = 0.5, 0.995


class Days:
    """An operation whose latency and failures are given by the time, day after day."""

    def __init__(self, latency_s, *, missed=lambda at_s: 0.0, rate=None, seed=1):
        self.latency_s, self.missed = latency_s, missed
        self.rate = rate or (lambda at_s: 10.0)
        self._random = np.random.default_rng(seed)
        self.outlook = Outlook(1, season_s=DAY_S)
        self.latency, self.traffic = (
            DailyProfile(1, slots=48, rate=0.3, day_s=DAY_S) for _ in range(2)
        )
        self.told = []

    def run(self, start_s, end_s):
        for at_s in np.arange(start_s, end_s, STEP_S):
            self.told += [(at_s, each) for each in self._step(float(at_s))]
        return self.told

    def _step(self, at_s):
        requests = float(self._random.poisson(self.rate(at_s) * STEP_S))
        noise = self._random.normal(0.0, 0.03)
        log_mean = math.log(self.latency_s(at_s)) + noise
        missed = float(self._random.binomial(int(requests), self.missed(at_s)))
        self.latency.residual(np.array([log_mean]), at_s=at_s)
        self.traffic.residual(np.sqrt([requests + 0.375]), at_s=at_s)
        batch = Batch(
            at_s=at_s,
            length_s=STEP_S,
            requests=np.array([requests]),
            errors=np.array([missed]),
            timeouts=np.zeros(1),
            log_mean=np.array([log_mean if requests else math.nan]),
            log_variance=np.zeros(1),
            asked=np.full(1, math.nan),
            held=np.zeros(1, dtype=bool),
        )
        return self.outlook.step(
            {KEY: 0}, batch, latency=self.latency, traffic=self.traffic
        )


def hours(at_s):
    return at_s % DAY_S / 3600


def wavy(at_s):
    """60 ms at night, 240 ms in the afternoon."""
    return 0.12 * math.exp(0.69 * math.sin((hours(at_s) - 9) / 24 * 2 * math.pi))


def rush(at_s):
    """As ``wavy``, and from seven to eight it grows to four times as much."""
    part = np.clip(hours(at_s) - 7, 0, 1) - np.clip(hours(at_s) - 8.5, 0, 1)
    return wavy(at_s) * 4 ** float(part)


def crossed(days, told):
    """Whether the typical request is too slow within twice the time told."""
    at_s, forecast = told
    ahead = np.arange(0, 2 * forecast.after_s + 600, STEP_S)
    return any(days.latency_s(at_s + later) >= LIMIT_S for later in ahead)


def test_usual_days_are_no_way_to_the_limit():
    assert Days(wavy).run(0, 2 * DAY_S) == []


def test_a_rush_hour_is_known_from_the_second_day_on():
    told = Days(rush).run(0, 2 * DAY_S)

    # On the first day it looks like the begin of something.
    assert 0 < len(told) * STEP_S <= 1500
    assert {at_s // DAY_S for at_s, _ in told} == {0}


@pytest.mark.parametrize("seed", range(2))
def test_a_slow_drift_is_told_when_it_will_cross(seed):
    begin_s = DAY_S + 10 * 3600

    def drifting(at_s):
        return wavy(at_s) * math.exp(max(0.0, at_s - begin_s) / 3600)

    days = Days(drifting, seed=seed)
    told = days.run(0, begin_s + 5400)
    crossing_s = next(
        s for s in np.arange(begin_s, begin_s + 7200) if drifting(s) >= LIMIT_S
    )

    first_s, first = told[0]
    assert first_s > begin_s
    assert crossing_s - first_s >= 900
    assert first.at_s + first.after_s == pytest.approx(crossing_s, abs=450)
    within = [f.earliest_s <= crossing_s - f.at_s <= f.latest_s for _, f in told]
    assert np.mean(within) >= 0.9
    assert [each for each in told if not crossed(days, each)] == []
    assert first.signal is Ahead.LATENCY
    assert first.reason.startswith("POST /payment takes ")


def test_a_rush_hour_that_will_be_too_much_is_told_before_it_is():
    """A third slower since the night: what the rush adds is too much now."""
    begin_s = DAY_S + 4 * 3600

    def slower(at_s):
        return rush(at_s) * (1.4 if at_s >= begin_s else 1.0)

    days = Days(slower)
    told = days.run(0, DAY_S + 8.5 * 3600)
    told = [each for each in told if each[0] > DAY_S]
    crossing_s = next(
        s for s in np.arange(begin_s, begin_s + 5 * 3600) if slower(s) >= LIMIT_S
    )

    first_s, first = told[0]
    assert first.seasonal
    assert crossing_s - first_s >= 1200
    assert first.at_s + first.after_s == pytest.approx(crossing_s, abs=600)
    assert [each for each in told if not crossed(days, each)] == []


def test_a_step_is_no_trend():
    def stepped(at_s):
        return 0.1 if at_s < DAY_S / 2 else 0.3

    assert Days(stepped).run(0, DAY_S) == []


def test_a_budget_is_told_hours_before_it_is_used_up():
    """3 % of the requests fail: six times what is allowed, from half a budget on."""
    days = Days(lambda at_s: 0.1, missed=lambda at_s: 0.03)
    budget = days.outlook.budget.columns
    asked = 10.0 * 14 * DAY_S
    for name, value in (
        ("asked", asked),
        ("missed", asked * (1 - PROMISED) * 0.9),
        ("seconds", 14 * DAY_S),
    ):
        budget[name] = np.array([value])

    told = days.run(0, 3600)

    # A tenth of 14 days' budget at six times the speed, after an hour of it.
    (_, latest) = told[-1]
    assert latest.after_s == pytest.approx(0.085 * 14 * DAY_S / 6, rel=0.2)
    assert latest.reason.startswith(
        "payment has used 92% of its error budget of 14 days and will have used all "
    )
    assert {f.signal for _, f in told} == {Ahead.ERROR_BUDGET}


def test_a_budget_lasts_longer_where_the_night_is_quiet():
    """The same failing share is half as many failures when traffic goes down."""

    def evening(at_s):
        return 10.0 if hours(at_s) < 20 else 1.0

    first = {}
    for name, rate in (("flat", lambda at_s: 10.0), ("evening", evening)):
        days = Days(lambda at_s: 0.1, missed=lambda at_s: 0.1, rate=rate)
        slots = [math.sqrt(rate(slot * 1800) * STEP_S) for slot in range(48)]
        days.traffic.restore(np.array([*slots, 0.0])[:, np.newaxis])
        budget = days.outlook.budget.columns
        asked = 10.0 * 14 * DAY_S
        for field, value in (
            ("asked", asked),
            ("missed", asked * (1 - PROMISED) * 0.8),
            ("seconds", 14 * DAY_S),
        ):
            budget[field] = np.array([value])
        first[name] = days.run(19 * 3600, 19.75 * 3600)[0][1].after_s

    assert first["evening"] > 1.5 * first["flat"]


def test_single_failures_use_no_budget_up():
    days = Days(lambda at_s: 0.1, missed=lambda at_s: 0.001)

    assert days.run(0, DAY_S / 4) == []


def test_a_line_point_by_point_is_the_weighted_one():
    times = np.arange(100) * 5.0
    values = 0.2 + 0.01 * times + np.random.default_rng(4).normal(0, 0.1, 100)
    drift = Drift(1, memory_s=1e9)
    for value in values:
        drift.learn(np.array([value]), np.ones(1), step_s=5.0)

    whole, line = fitted(times, values), drift.line()
    for name in ("level", "slope", "middle_s", "middle_error", "slope_error"):
        assert getattr(line, name)[0] == pytest.approx(
            float(getattr(whole, name)), rel=1e-3
        )


def test_a_line_needs_a_dozen_points():
    drift = Drift(1, memory_s=600.0)
    for _ in range(11):
        drift.learn(np.ones(1), np.ones(1), step_s=5.0)
    drift.learn(np.full(1, math.nan), np.ones(1), step_s=5.0)

    assert np.isnan(drift.line().level).all()


def test_a_limit_that_may_never_be_met_is_told_so():
    forecast = Forecast(
        service="payment",
        operation="",
        signal=Ahead.SATURATION,
        at_s=0.0,
        value=0.8,
        limit=1.0,
        unit="ratio",
        after_s=600.0,
        earliest_s=400.0,
        latest_s=math.inf,
        seasonal=False,
        what="payment will be full",
    )

    assert forecast.reason == (
        "payment will be full in about 10 min (between 7 min and later)"
    )
    assert dataclasses.replace(forecast, latest_s=9000.0).reason.endswith("and 2 h)")
