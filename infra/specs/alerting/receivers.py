"""Who is told: a receiver per severity, and per owner where it has an address."""

from collections.abc import Iterator
from typing import Any

from catalog.alerts import Severity
from infra.specs.alerting import messages
from infra.specs.delivery import (
    PAGERDUTY_ROUTING_KEY,
    SLACK_WEBHOOK_URL,
    WATCHDOG_URL,
    WEBHOOK_URL,
    Delivery,
)
from infra.specs.notifications import RECEIVE_URL

DEFAULT = "default"
ENGINE = "engine"
WATCHDOG = "watchdog"
NEXT_LEVEL = "next-level"
SEVERITIES = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)

Receiver = dict[str, Any]


def name(severity: Severity, owner: str = "") -> str:
    """Return the name of the receiver of *severity*, of one *owner* alone if given."""
    return f"{severity.value}-{owner}" if owner else severity.value


def receivers(delivery: Delivery) -> list[Receiver]:
    """Return every receiver that a route names."""
    return [
        # What no route expects is treated as a warning, and never lost.
        _receiver(DEFAULT, Severity.WARNING, delivery, delivery.email_to),
        {"name": ENGINE, "webhook_configs": [messages.engine()]},
        _watchdog(delivery),
        *_next_level(delivery),
        *_by_severity(delivery),
    ]


def _by_severity(delivery: Delivery) -> Iterator[Receiver]:
    for severity in SEVERITIES:
        yield _receiver(name(severity), severity, delivery, delivery.email_to)
        for owner, mail in delivery.owner_emails.items():
            yield _receiver(name(severity, owner), severity, delivery, mail)


def _receiver(
    called: str, severity: Severity, delivery: Delivery, mail: str | None
) -> Receiver:
    """Return the receiver with the channels that are set and fit the *severity*."""
    digest = severity is Severity.INFO
    webhooks = [messages.webhook(url=RECEIVE_URL)]
    if WEBHOOK_URL in delivery.secrets:
        webhooks.append(messages.webhook(file=WEBHOOK_URL))
    receiver: Receiver = {"name": called, "webhook_configs": webhooks}
    if mail is not None:
        # Nobody asks in a digest what has ended.
        receiver["email_configs"] = [messages.email(mail, resolved=not digest)]
    if SLACK_WEBHOOK_URL in delivery.secrets and not digest:
        receiver["slack_configs"] = [messages.slack(delivery.slack_channel)]
    if PAGERDUTY_ROUTING_KEY in delivery.secrets and severity is Severity.CRITICAL:
        receiver["pagerduty_configs"] = [messages.pagerduty()]
    return receiver


def _watchdog(delivery: Delivery) -> Receiver:
    if WATCHDOG_URL not in delivery.secrets:
        return {"name": WATCHDOG}
    heartbeat = messages.webhook(file=WATCHDOG_URL, resolved=False)
    return {"name": WATCHDOG, "webhook_configs": [heartbeat]}


def _next_level(delivery: Delivery) -> Iterator[Receiver]:
    if delivery.escalation_email_to is not None:
        mail = messages.email(delivery.escalation_email_to, resolved=True)
        yield {"name": NEXT_LEVEL, "email_configs": [mail]}
