"""An alert that fires always: its silence means that alerting is broken."""

from catalog.alerts import Alert, Severity
from rules.model import AT_ONCE, AlertingRule, Group

WATCHDOG = AlertingRule(
    alert=Alert.WATCHDOG,
    expr="vector(1)",
    severity=Severity.NONE,
    owner="platform",
    summary="Alerting works",
    description=(
        "Fires always. When it is missing, Prometheus, its rules or Alertmanager do"
        " not work."
    ),
    dashboard="pharos-monitoring",
    wait=AT_ONCE,
)
GROUP = Group(name="meta", rules=(WATCHDOG,))
