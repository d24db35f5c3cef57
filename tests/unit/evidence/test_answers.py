"""What Prometheus, Alertmanager and the receiver answer, and what it means."""

import pytest

from tests.unit.evidence.factories import make_notification
from tools.evidence.alertmanager import is_active, said_of
from tools.evidence.progress import AlertState
from tools.evidence.prometheus import active_since, furthest, unix_time
from tools.evidence.receiver import notified_at, resolution_at

MIDNIGHT = unix_time("2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("states", "furthest_state"),
    [
        ([], AlertState.INACTIVE),
        (["pending"], AlertState.PENDING),
        (["pending", "firing"], AlertState.FIRING),
    ],
)
def test_the_furthest_instance_speaks_for_the_alert(states, furthest_state):
    assert furthest([{"state": state} for state in states]) is furthest_state


def test_an_alert_is_active_since_its_first_instance():
    times = ["2026-01-01T00:00:09.5Z", "2026-01-01T00:00:07.123456789Z"]

    assert active_since([{"activeAt": t} for t in times]) == pytest.approx(
        MIDNIGHT + 7.123456
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.000000001Z",
        "2026-01-01T01:00:00.0+01:00",
        "2026-01-01T00:00:00.0000000000+00:00",
        "2025-12-31T19:00:00.123-05:00",
    ],
)
def test_go_s_times_are_read(text):
    assert unix_time(text) == pytest.approx(MIDNIGHT, abs=0.2)


def held(state, **more):
    return {"status": {"state": state, "inhibitedBy": [], "silencedBy": [], **more}}


def test_a_suppressed_alert_is_not_active():
    assert not is_active([held("suppressed", inhibitedBy=["abc"])])


def test_one_active_instance_is_enough():
    assert is_active([held("suppressed"), held("active")])


def test_what_holds_an_alert_back_is_said():
    said = said_of([held("suppressed", inhibitedBy=["abc"])])

    assert said == "Alertmanager holds it: suppressed, inhibited by abc"


def test_an_alert_that_never_arrived_is_said_so():
    assert said_of([]) == "Alertmanager does not hold it"


def test_the_first_notification_counts():
    told = [make_notification(at=12), make_notification(number=2, at=30)]

    assert notified_at(told) == MIDNIGHT + 12


def test_an_end_alone_is_no_notification():
    assert notified_at([make_notification(status="resolved")]) is None


def test_all_instances_have_to_end():
    told = [make_notification(), make_notification(number=2, fingerprint="g")]
    first_end = make_notification(number=3, status="resolved", at=40)
    second_end = make_notification(number=4, status="resolved", at=50, fingerprint="g")

    assert resolution_at([*told, first_end]) is None
    assert resolution_at([*told, first_end, second_end]) == MIDNIGHT + 50


def test_the_end_of_an_earlier_alert_is_not_the_end_of_this_one():
    told = [make_notification(), make_notification(status="resolved", start=1)]

    assert resolution_at(told) is None
