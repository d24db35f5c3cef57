"""One alert as it arrived, and how it is read from Alertmanager's message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notifications.errors import MessageError

# Alertmanager's own: its page lists a group's alerts without a bound.
MAX_ALERTS = 1000
MAX_TEXT = 4000
STATUSES = ("firing", "resolved")
# What Go's zero time looks like: the alert has not ended.
_NO_TIME = "0001-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """
    One alert of one message.

    Attributes:
        status: ``firing`` or ``resolved``.
        starts_at: RFC 3339, as Alertmanager wrote it.
        ends_at: "" while the alert goes on.
    """

    status: str
    receiver: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    starts_at: str
    ends_at: str
    fingerprint: str


def deliveries(message: object) -> list[Delivery]:
    """
    Return the alerts of a message, in its order.

    Raises:
        MessageError: When it is none of Alertmanager's webhook messages.
    """
    if not isinstance(message, Mapping):
        raise MessageError("the body is no JSON object; send Alertmanager's webhook")
    alerts = message.get("alerts")
    if not isinstance(alerts, list) or len(alerts) > MAX_ALERTS:
        raise MessageError(
            f"`alerts` is no list of at most {MAX_ALERTS}; set max_alerts below it"
        )
    receiver = _text(message, "receiver")
    return [_delivery(alert, receiver) for alert in alerts]


def _delivery(alert: object, receiver: str) -> Delivery:
    if not isinstance(alert, Mapping):
        raise MessageError("an alert is no JSON object; send Alertmanager's webhook")
    status = _text(alert, "status")
    if status not in STATUSES:
        raise MessageError(f"status {status!r} is neither firing nor resolved")
    ends_at = _text(alert, "endsAt")
    return Delivery(
        status=status,
        receiver=receiver,
        labels=_texts(alert, "labels"),
        annotations=_texts(alert, "annotations"),
        starts_at=_text(alert, "startsAt"),
        ends_at="" if status == "firing" or ends_at == _NO_TIME else ends_at,
        fingerprint=_text(alert, "fingerprint"),
    )


def _text(of: Mapping[Any, Any], key: str) -> str:
    value = of.get(key, "")
    if not isinstance(value, str):
        raise MessageError(f"`{key}` is no text but {type(value).__name__}")
    return value[:MAX_TEXT]


def _texts(of: Mapping[Any, Any], key: str) -> Mapping[str, str]:
    found = of.get(key, {})
    if not isinstance(found, Mapping):
        raise MessageError(f"`{key}` is no JSON object but {type(found).__name__}")
    return {name[:MAX_TEXT]: _text(found, name) for name in found}
