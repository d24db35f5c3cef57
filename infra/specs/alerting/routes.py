"""The routing tree: by severity, below it by owner."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.alerts import ESCALATION_LABEL, NEXT_LEVEL, Alert, Severity
from infra.specs.alerting import quiet, receivers
from infra.specs.alerting.pace import AT_ONCE, HEARTBEAT, PACES, Pace
from infra.specs.delivery import Delivery

GROUP_BY = ("alertname", "environment", "service")
DIGEST_BY = ("environment", "owner")
# Nobody has to be woken by these.
_PATIENT = (Severity.WARNING, Severity.INFO)

Route = dict[str, Any]


def tree(delivery: Delivery, timing: str) -> Route:
    """
    Return the root of the tree.

    Args:
        timing: Key of ``PACES``.
    """
    paces = PACES[timing]
    return {
        "receiver": receivers.DEFAULT,
        "group_by": list(GROUP_BY),
        **_times(paces[Severity.WARNING]),
        "routes": [
            _engine(),
            _watchdog(),
            *_next_level(delivery, paces[Severity.CRITICAL]),
            *(_severity(severity, delivery, pace) for severity, pace in paces.items()),
            # The root takes only what no route has, and the engine has everything.
            {"receiver": receivers.DEFAULT},
        ],
    }


def _engine() -> Route:
    """Return what tells the engine of each alert, also in quiet hours."""
    return {
        "receiver": receivers.ENGINE,
        "matchers": [f'alertname!="{Alert.WATCHDOG.value}"'],
        "continue": True,
        **_times(AT_ONCE),
    }


def _watchdog() -> Route:
    return {
        "receiver": receivers.WATCHDOG,
        "matchers": [_is("alertname", Alert.WATCHDOG.value)],
        **_times(HEARTBEAT),
    }


def _next_level(delivery: Delivery, pace: Pace) -> Sequence[Route]:
    # Without an address of its own the next level is the pager and the webhook, where
    # the route of critical alerts takes it anyway; a second route would page twice.
    if delivery.escalation_email_to is None:
        return ()
    return (
        {
            "receiver": receivers.NEXT_LEVEL,
            "matchers": [_is(ESCALATION_LABEL, NEXT_LEVEL)],
            "continue": True,
            **_times(pace),
        },
    )


def _severity(severity: Severity, delivery: Delivery, pace: Pace) -> Route:
    owners = [
        {
            "receiver": receivers.name(severity, owner),
            "matchers": [_is("owner", owner)],
            # The one thing that a route does not hand down to those below it.
            **_muted(severity, delivery),
        }
        for owner in delivery.owner_emails
    ]
    digest = {"group_by": list(DIGEST_BY)} if severity is Severity.INFO else {}
    return {
        "receiver": receivers.name(severity),
        "matchers": [_is("severity", severity.value)],
        **digest,
        **_times(pace),
        **_muted(severity, delivery),
        **({"routes": owners} if owners else {}),
    }


def _muted(severity: Severity, delivery: Delivery) -> Mapping[str, Any]:
    if severity not in _PATIENT or not delivery.is_ever_quiet:
        return {}
    return {"mute_time_intervals": [quiet.NAME]}


def _times(pace: Pace) -> Mapping[str, str]:
    return {
        "group_wait": pace.wait,
        "group_interval": pace.interval,
        "repeat_interval": pace.repeat,
    }


def _is(label: str, value: str) -> str:
    return f'{label}="{value}"'
