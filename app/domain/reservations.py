"""What may happen to a reservation, as a table of decisions."""

from enum import StrEnum


class ReservationState(StrEnum):
    """A reservation's state; held ones expire."""

    HELD = "held"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    EXPIRED = "expired"


class Action(StrEnum):
    """What a caller asks for."""

    CONFIRM = "confirm"
    RELEASE = "release"


class Decision(StrEnum):
    """What is to be done about it."""

    APPLY = "apply"
    NOTHING = "nothing"
    REFUSE = "refuse"


_DECISIONS = {
    (ReservationState.HELD, Action.CONFIRM): Decision.APPLY,
    (ReservationState.HELD, Action.RELEASE): Decision.APPLY,
    (ReservationState.CONFIRMED, Action.CONFIRM): Decision.NOTHING,
    (ReservationState.CONFIRMED, Action.RELEASE): Decision.REFUSE,
    (ReservationState.RELEASED, Action.CONFIRM): Decision.REFUSE,
    (ReservationState.RELEASED, Action.RELEASE): Decision.NOTHING,
    (ReservationState.EXPIRED, Action.CONFIRM): Decision.REFUSE,
    (ReservationState.EXPIRED, Action.RELEASE): Decision.NOTHING,
}


def state_now(
    stored: ReservationState, *, expires_at_ms: int, now_ms: int
) -> ReservationState:
    """Return the state at *now_ms*: a held reservation expires by itself."""
    if stored is ReservationState.HELD and expires_at_ms <= now_ms:
        return ReservationState.EXPIRED
    return stored


def decide(state: ReservationState, action: Action) -> Decision:
    """Return what *action* does to a reservation in *state*; repeats do nothing."""
    return _DECISIONS[state, action]
