import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.evidence.progress import (
    AlertState,
    Milestone,
    Observation,
    decide,
    overdue,
    since_fault,
    states,
)

CALM = {"traffic": True}
FAULT = {**CALM, "fault_at": 10.0}
PENDING = {**FAULT, "state": AlertState.PENDING, "active_since": 25.0}
FIRING = {**PENDING, "state": AlertState.FIRING}
ACTIVE = {**FIRING, "active": True}
NOTIFIED = {**ACTIVE, "notified_at": 100.5}
CLEARED = {**NOTIFIED, "fault_at": None}
RESOLVED = {**CALM, "notified_at": 100.5}
RESOLUTION = {**RESOLVED, "resolution_at": 400.25}

STORY = {
    5: CALM,
    11: FAULT,
    30: PENDING,
    85: FIRING,
    90: ACTIVE,
    101: NOTIFIED,
    110: CLEARED,
    300: RESOLVED,
    401: RESOLUTION,
}


def observe(story):
    return [Observation(at=float(at), **seen) for at, seen in story.items()]


def told_until(at):
    return observe({when: seen for when, seen in STORY.items() if when <= at})


def test_a_whole_story_reaches_every_milestone_in_order():
    progress = decide(observe(STORY))

    assert progress.awaited is None
    assert list(progress.reached) == list(Milestone)


@pytest.mark.parametrize(
    ("until", "awaited"), list(zip(STORY, list(Milestone)[1:], strict=False))
)
def test_the_next_milestone_is_awaited(until, awaited):
    assert decide(told_until(until)).awaited is awaited


def test_times_are_those_of_who_knows_them_best():
    reached = decide(observe(STORY)).reached

    assert (
        reached[Milestone.FAULT],
        reached[Milestone.PENDING],
        reached[Milestone.FIRING],
        reached[Milestone.NOTIFIED],
        reached[Milestone.RESOLUTION_NOTIFIED],
    ) == (10.0, 25.0, 85.0, 100.5, 400.25)


def test_without_traffic_nothing_is_calm():
    assert decide([Observation(at=1)]).awaited is Milestone.CALM


def test_an_alert_that_fires_already_is_not_calm():
    seen = [Observation(at=1, traffic=True, state=AlertState.FIRING)]

    assert decide(seen).awaited is Milestone.CALM


def test_an_alert_that_falls_back_is_pending_no_longer():
    seen = [*told_until(30), Observation(at=40, **FAULT)]

    assert decide(seen).awaited is Milestone.PENDING


def test_an_alert_that_falls_back_and_returns_is_pending_from_its_return():
    again = {**PENDING, "active_since": 50.0}
    seen = [*told_until(30), Observation(at=40, **FAULT), Observation(at=55, **again)]

    assert decide(seen).reached[Milestone.PENDING] == 50


def test_an_alert_that_was_never_seen_pending_was_pending_when_prometheus_says():
    seen = [*told_until(11), Observation(at=85, **FIRING)]

    reached = decide(seen).reached
    assert (reached[Milestone.PENDING], reached[Milestone.FIRING]) == (25, 85)


def test_an_alert_that_fires_again_has_not_resolved():
    seen = [*told_until(300), Observation(at=310, **{**CLEARED, "active": False})]

    assert decide(seen).awaited is Milestone.RESOLVED


def test_a_notification_before_the_alert_was_seen_is_not_skipped():
    """The receiver may be quicker than our own look at Alertmanager."""
    seen = [*told_until(30), Observation(at=101, **NOTIFIED)]

    assert decide(seen).awaited is Milestone.CLEARED


def test_without_observations_there_is_nothing_to_decide():
    with pytest.raises(ValueError, match="nothing was observed"):
        decide([])


LIMITS = dict.fromkeys(Milestone, 60.0)


@pytest.mark.parametrize(("now", "late"), [(90, False), (90.1, True)])
def test_a_milestone_is_overdue_after_its_limit(now, late):
    assert overdue(decide(told_until(30)), LIMITS, now) is late


def test_nothing_is_overdue_when_all_is_done():
    assert not overdue(decide(observe(STORY)), LIMITS, 1e9)


def test_seconds_are_counted_from_the_fault():
    seconds = since_fault(decide(observe(STORY)).reached)

    assert (seconds[Milestone.FAULT], seconds[Milestone.PENDING]) == (0, 15)
    assert Milestone.CALM not in seconds


def test_without_a_fault_there_are_no_seconds():
    assert since_fault(decide(told_until(5)).reached) == {}


def test_only_changes_of_state_are_told():
    assert [state for _, state in states(observe(STORY))] == [
        AlertState.INACTIVE,
        AlertState.PENDING,
        AlertState.FIRING,
        AlertState.INACTIVE,
    ]


@given(
    st.lists(
        st.builds(
            Observation,
            at=st.just(0.0),
            traffic=st.booleans(),
            fault_at=st.none() | st.floats(0, 500),
            state=st.sampled_from(AlertState),
            active_since=st.none() | st.floats(0, 500),
            active=st.booleans(),
            notified_at=st.none() | st.floats(0, 500),
            resolution_at=st.none() | st.floats(0, 500),
        ),
        min_size=1,
    )
)
def test_milestones_are_reached_in_order_whatever_is_seen(observations):
    progress = decide(observations)

    reached = list(progress.reached)
    assert reached == list(Milestone)[: len(reached)]
    assert list(progress.reached.values()) == sorted(progress.reached.values())
