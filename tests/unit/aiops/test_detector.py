import numpy as np
import pytest

from aiops.domain.detection.detector import Detector, DetectorSettings
from aiops.domain.detection.recent import RecentPoints
from aiops.domain.detection.season import DAY_S, DailyProfile

STEP_S = 300.0
DAY_POINTS = int(DAY_S / STEP_S)


def scores(values, *, step_s=STEP_S, **settings):
    detector = Detector(1, DetectorSettings(**settings))
    return np.array(
        [
            detector.add(np.array([value]), at_s=place * step_s)[0]
            for place, value in enumerate(values)
        ]
    )


def noise(points, seed=1):
    return np.random.default_rng(seed).normal(10.0, 1.0, points)


def test_a_jump_scores_when_it_begins_and_not_while_it_lasts():
    values = noise(1000)
    values[800:] += 50

    found = scores(values)

    assert found[800] > 0.5
    assert found[900:].max() < 0.2
    assert found[200:800].max() < found[800] / 2


def test_a_flat_line_in_a_wavy_series_is_seen_by_the_time_of_day():
    day = 10 + 5 * np.sin(np.arange(DAY_POINTS) / DAY_POINTS * 2 * np.pi)
    values = np.tile(day, 8) + noise(8 * DAY_POINTS) / 20
    noon = 6 * DAY_POINTS + DAY_POINTS // 4
    values[noon : noon + 40] = 10.0

    found = scores(values)

    assert found[noon : noon + 3].max() > 0.3
    assert found[3 * DAY_POINTS : noon].max() < 0.2


def test_nothing_is_scored_while_warming_up():
    values = [1.0, 100.0, -50.0, 3000.0]

    assert scores(values, warmup_points=4).tolist() == [0, 0, 0, 0]
    assert scores(values, warmup_points=3)[3] > 0.9


def test_a_score_depends_on_earlier_points_alone():
    values = noise(600)

    assert scores(values)[:360].tolist() == scores(values[:360]).tolist()


def test_series_do_not_influence_each_other():
    values = np.stack([noise(300), noise(300, seed=2) * 1000])
    both = Detector(2)
    together = np.array(
        [both.add(values[:, i], at_s=i * STEP_S) for i in range(values.shape[1])]
    )

    assert together[:, 0] == pytest.approx(scores(values[0]))
    assert together[:, 1] == pytest.approx(scores(values[1]))


def test_a_gap_is_no_anomaly_and_neither_is_a_late_start():
    values = noise(400)
    values[:50] = np.nan
    values[300:320] = np.nan

    found = scores(values)

    assert found[300:320].tolist() == [0] * 20
    assert found[:50].tolist() == [0] * 50
    assert found[320:].max() < 0.2


def test_state_is_bounded_whatever_was_seen():
    detector = Detector(10)
    before = detector.nbytes
    for place in range(1000):
        detector.add(np.full(10, float(place)), at_s=place * STEP_S)

    assert detector.nbytes == before
    assert detector.nbytes / 10 < 5 * 1024


def test_recent_points_know_the_latest_and_all():
    recent = RecentPoints(1, length=4)
    recent.start(np.array([True]), np.array([1.0]))
    for value in (2.0, 3.0):
        recent.add(np.array([value]))

    assert recent.mean(2)[0] == 2.5
    assert recent.mean(4)[0] == pytest.approx(7 / 4)
    assert recent.spread()[0] == pytest.approx(np.std([1, 1, 2, 3]))


def test_a_slot_is_compared_with_the_days_before_alone():
    profile = DailyProfile(1, slots=2, rate=0.5)

    def residual(value, at_s):
        return profile.residual(np.array([value]), at_s=at_s)[0]

    assert [residual(v, t) for v, t in ((4, 0), (6, 10), (9, DAY_S / 2))] == [
        pytest.approx(np.nan, nan_ok=True)
    ] * 3
    assert [residual(8, DAY_S), residual(8, DAY_S + 10)] == [3, 3]
    assert residual(9, 1.5 * DAY_S) == 0
    assert residual(8, 2 * DAY_S) == 8 - (5 + 8) / 2
