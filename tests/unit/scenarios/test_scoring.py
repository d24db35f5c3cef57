"""What an incident is worth, given what really was wrong."""

import pytest

from aiops.domain.anomalies import Signal
from tests.unit.scenarios.factories import (
    BEGIN,
    PAYMENT,
    PRODUCTS,
    make_incident,
    sighting,
)
from tools.scenarios.scoring import Told, calm, rank_in, score

NOTHING = sighting(-1)


def scored(truth, *seen, before=NOTHING, end=60):
    return score(truth, before, seen, begin_s=BEGIN, end_s=BEGIN + end)


def test_the_delay_is_that_of_the_incident_not_of_the_look():
    found = scored([PAYMENT], sighting(5), sighting(14, make_incident(opened=12)))

    assert (found.told[0].delay_s, found.told[0].rank, found.passed) == (12, 1, True)


def test_a_fault_without_incident_is_not_told():
    found = scored([PAYMENT], sighting(5), sighting(50))

    assert found.told == (Told(cause=PAYMENT),)
    assert not found.passed


def test_a_fault_that_begins_later_is_measured_from_its_own_beginning():
    late = type(PAYMENT)(services=("payment",), kinds=PAYMENT.kinds, at_s=15)

    found = scored([late], sighting(30, make_incident(opened=27)))

    assert found.told[0].delay_s == 12


@pytest.mark.parametrize(
    ("causes", "rank"),
    [
        (("payment", "checkout"), 1),
        (("checkout", "payment"), 2),
        (("checkout", "inventory", "payment"), 3),
        (("checkout", "checkout", "payment"), 2),
        (("checkout",), 0),
    ],
)
def test_the_rank_counts_services_once(causes, rank):
    assert rank_in(make_incident(causes=causes), PAYMENT) == rank


@pytest.mark.parametrize(
    ("operation", "rank"),
    [("POST /payment", 1), ("GET /payment/<id>", 1), ("", 1), ("GET /health", 0)],
)
def test_another_operation_of_the_right_service_is_wrong(operation, rank):
    assert rank_in(make_incident(operation=operation), PAYMENT) == rank


def test_what_was_open_before_is_not_told_now():
    old = make_incident(opened=-50)

    found = scored([PAYMENT], sighting(5, old), before=sighting(-1, old))

    assert (found.incidents, found.told[0].delay_s) == (0, None)


def test_a_late_alert_of_an_earlier_fault_is_none_of_this_one():
    late = make_incident(opened=30, began_s=BEGIN - 40, signs=())
    back = make_incident(opened=30, began_s=BEGIN - 40)

    assert scored([], sighting(40, late)).passed
    assert scored([PAYMENT], sighting(40, back)).passed


def test_an_incident_that_reopens_tells_of_the_fault():
    old = make_incident(opened=-500, is_open=False)
    again = make_incident(opened=-500, reopened=1)

    found = scored(
        [PAYMENT], sighting(8, old), sighting(9, again), before=sighting(-1, old)
    )

    assert (found.told[0].delay_s, found.incidents) == (9, 1)


def test_the_answer_that_stood_when_the_fault_ended_counts():
    during = make_incident(causes=("checkout", "payment"))
    after = make_incident(causes=("payment",))

    found = scored([PAYMENT], sighting(20, during), sighting(90, after))

    assert (found.told[0].rank, found.told[0].right_s) == (2, None)


def test_right_for_good_begins_after_the_last_wrong_answer():
    right, wrong = make_incident(), make_incident(causes=("checkout",))

    found = scored(
        [PAYMENT],
        *(sighting(10, right), sighting(11, wrong), sighting(20, right)),
        sighting(21, right),
    )

    assert found.told[0].right_s == 20


def test_two_faults_need_two_incidents():
    one = make_incident(id="INC-1", causes=("payment",))
    both = make_incident(id="INC-1", causes=("payment", "products"))
    other = make_incident(id="INC-2", causes=("products",))

    apart = scored([PAYMENT, PRODUCTS], sighting(20, one, other))
    together = scored([PAYMENT, PRODUCTS], sighting(20, both))

    assert [told.incident for told in apart.told] == ["INC-1", "INC-2"]
    assert apart.passed
    assert [told.incident for told in together.told] == ["INC-1", ""]


def test_a_second_incident_of_the_same_fault_is_one_too_many():
    first, second = make_incident(), make_incident(id="INC-2", opened=40)

    found = scored([PAYMENT], sighting(50, first, second))

    assert (found.incidents, found.extra, found.wrong) == (2, 1, ())
    assert not found.passed


def test_an_incident_about_something_else_is_wrong():
    alien = make_incident(id="INC-2", causes=("items",), operation="GET /items")

    found = scored([PAYMENT], sighting(50, make_incident(), alien))

    assert (found.wrong, found.extra) == (("INC-2: items",), 0)


def test_an_incident_merged_into_another_is_not_counted():
    merged = make_incident(id="INC-2", merged=True, is_open=False)

    assert scored([PAYMENT], sighting(50, make_incident(), merged)).incidents == 1


def test_any_incident_is_wrong_where_there_is_no_fault():
    assert scored([], sighting(5)).passed
    assert scored([], sighting(5, make_incident())).wrong == ("INC-1: payment",)


def test_a_signal_of_another_kind_is_not_right():
    slow = make_incident(signal=Signal.LATENCY)

    found = scored([PAYMENT], sighting(20, slow))

    assert (found.told[0].rank, found.told[0].kind_right) == (1, False)
    assert not found.passed


def test_calm_is_when_nothing_has_stood_out_for_half_a_minute():
    loud, quiet = make_incident(seen=70), make_incident(seen=65)

    found = scored(
        [PAYMENT], sighting(30, loud), sighting(94, loud), sighting(95.5, quiet)
    )

    assert found.resolved_s == 35.5
    assert (calm(sighting(99, loud)), calm(sighting(100, loud))) == (False, True)
    assert calm(sighting(1))
