import pytest

from app.domain.cards import digits_of, is_declined, last4, luhn_valid
from app.domain.faults import Effect, Fault, FaultKind, effect
from app.domain.orders import Claim, OrderState, judge
from app.domain.payments import PaymentState, after_refund
from app.domain.reservations import (
    Action,
    Decision,
    ReservationState,
    decide,
    state_now,
)


@pytest.mark.parametrize(
    "number", ["4242424242424242", "4000 0000 0000 0002", "3782-822463-10005"]
)
def test_a_card_number_with_a_right_check_digit_is_accepted(number):
    assert luhn_valid(digits_of(number))


@pytest.mark.parametrize(
    "number", ["4242424242424241", "42", "\uff14242424242424242", "4242x24242424242"]
)
def test_a_wrong_card_number_is_refused(number):
    assert not luhn_valid(number)


def test_only_four_digits_of_a_card_are_kept():
    assert last4("4242424242421234") == "1234"


def test_the_demo_acquirer_declines_one_card():
    assert is_declined("4000000000000002")
    assert not is_declined("4242424242424242")


def test_every_action_on_every_state_is_decided():
    for state in ReservationState:
        for action in Action:
            assert decide(state, action) in Decision


def test_only_a_held_reservation_expires():
    held = state_now(ReservationState.HELD, expires_at_ms=10, now_ms=10)
    confirmed = state_now(ReservationState.CONFIRMED, expires_at_ms=10, now_ms=10)

    assert (held, confirmed) == (ReservationState.EXPIRED, ReservationState.CONFIRMED)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, PaymentState.VOIDED),
        (PaymentState.CAPTURED, PaymentState.REFUNDED),
        (PaymentState.REFUNDED, PaymentState.REFUNDED),
        (PaymentState.DECLINED, PaymentState.DECLINED),
        (PaymentState.VOIDED, PaymentState.VOIDED),
    ],
)
def test_a_refund_can_be_repeated(before, after):
    assert after_refund(before) is after


def test_a_final_order_is_answered_again_and_an_open_one_waited_for():
    assert judge(OrderState.COMPLETED, same_request=True) is Claim.REPLAY
    assert judge(OrderState.FAILED, same_request=True) is Claim.REPLAY
    assert judge(OrderState.PENDING, same_request=True) is Claim.WAIT
    assert judge(OrderState.COMPLETED, same_request=False) is Claim.MISMATCH


def make_fault(*, endpoint="/payment", kind=FaultKind.DELAY, duration_ms=0, rate=0.0):
    return Fault(endpoint=endpoint, kind=kind, duration_ms=duration_ms, rate=rate)


def test_a_fault_covers_its_path_and_the_paths_below():
    faults = [make_fault(endpoint="/products", duration_ms=7)]

    assert effect(faults, "/products/3", 0.0).wait_ms == 7
    assert effect(faults, "/productsX", 0.0).wait_ms == 0


def test_a_fault_of_the_root_covers_the_root_alone():
    faults = [make_fault(endpoint="/", duration_ms=7)]

    assert effect(faults, "/", 0.0).wait_ms == 7
    assert effect(faults, "/items", 0.0).wait_ms == 0


def test_an_error_rate_is_a_share_of_the_dice():
    faults = [make_fault(kind=FaultKind.ERROR, rate=0.8)]

    assert effect(faults, "/payment", 0.79) == Effect(0, 500)
    assert effect(faults, "/payment", 0.80) == Effect(0, 0)


def test_a_rate_of_one_always_fails_and_of_zero_never():
    always = [make_fault(kind=FaultKind.ERROR, rate=1.0)]
    never = [make_fault(kind=FaultKind.ERROR, rate=0.0)]

    assert effect(always, "/payment", 0.999999).status == 500
    assert effect(never, "/payment", 0.0).status == 0


def test_a_timeout_waits_longest_and_answers_504():
    faults = [
        make_fault(duration_ms=5),
        make_fault(kind=FaultKind.ERROR, rate=1.0),
        make_fault(kind=FaultKind.TIMEOUT, duration_ms=9),
    ]

    assert effect(faults, "/payment", 0.0) == Effect(9, 504)
