"""A critical alert that nobody has ended: the next level hears of it."""

from catalog.alerts import ESCALATION_LABEL, NEXT_LEVEL, Alert, Severity
from catalog.dashboards import Dashboard
from catalog.thirdparty import ALERTS
from rules.model import AlertingRule, Group, Wait

# Its own firing is left out, or it would keep itself alive for ever.
_CRITICAL = (
    f'{ALERTS.name}{{alertstate="firing", severity="{Severity.CRITICAL}",'
    f' alertname!="{Alert.CRITICAL_ALERT_UNATTENDED}"}}'
)
# Under other label names: `alertname` becomes this rule's own, and by `service` it
# would be inhibited together with the alert that it is about.
_RENAMED = (
    f'label_replace(label_replace({_CRITICAL}, "unattended", "$1", "alertname",'
    ' "(.*)"), "unattended_service", "$1", "service", "(.*)")'
)

UNATTENDED = AlertingRule(
    alert=Alert.CRITICAL_ALERT_UNATTENDED,
    expr=f"count by (environment, owner, unattended, unattended_service) ({_RENAMED})",
    severity=Severity.CRITICAL,
    labels={ESCALATION_LABEL: NEXT_LEVEL},
    summary="Nobody has ended {{ $labels.unattended }}",
    description=(
        "{{ $labels.unattended }}{{ with $labels.unattended_service }} of {{ . }}"
        "{{ end }} is critical and still fires ({{ $value }} alerts); the first on"
        " call may not have seen it."
    ),
    dashboard=Dashboard.ALERTS,
    wait=Wait(demo="5m", production="30m"),
)
GROUP = Group(name="escalation", rules=(UNATTENDED,))
