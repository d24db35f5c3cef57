import pytest

from aiops.domain.incidents.figures import (
    MOST_SERVICES,
    OTHER,
    Course,
    Stage,
    Suspect,
    by_service,
    highest,
    stage_seconds,
)


def course(*, opened_s=10.0, acknowledged_s=None, resolved_s=None):
    return Course(
        severity="high",
        began_s=0.0,
        opened_s=opened_s,
        acknowledged_s=acknowledged_s,
        resolved_s=resolved_s,
    )


def test_a_stage_took_the_median_of_those_that_reached_it():
    found = stage_seconds(
        [
            course(opened_s=8, resolved_s=100),
            course(opened_s=10, acknowledged_s=60),
            course(opened_s=900),
        ]
    )

    assert found == {
        Stage.DETECTED: 10,
        Stage.ACKNOWLEDGED: 60,
        Stage.RESOLVED: 100,
    }


def test_a_stage_that_nothing_reached_has_no_time():
    assert stage_seconds([]) == {}


def test_an_incident_without_an_answer_is_caused_by_something_unknown():
    counted = by_service([Suspect(service="payment"), Suspect(service="")])

    assert counted == {"payment": 1, "unknown": 1}


def test_a_storm_has_no_more_label_values_than_there_may_be():
    storm = [Suspect(service=f"s{n % 80:02}") for n in range(800)]
    counted = by_service(storm)

    assert len(counted) == MOST_SERVICES + 1
    assert sum(counted.values()) == 800
    assert counted[OTHER] == 10 * (80 - MOST_SERVICES)


def test_of_several_incidents_with_one_cause_the_highest_value_counts():
    assert highest([("a", 0.4), ("b", 0.2), ("a", 0.9)]) == {"a": 0.9, "b": 0.2}


@pytest.mark.parametrize("services", [1, MOST_SERVICES, 3 * MOST_SERVICES])
def test_the_highest_values_are_shown_of_a_bounded_number(services):
    found = highest((f"s{n:03}", n / 1000) for n in range(services))

    assert len(found) == min(services, MOST_SERVICES)
    assert max(found.values()) == (services - 1) / 1000
