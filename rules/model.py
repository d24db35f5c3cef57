"""Recording and alerting rules before they become YAML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalog.alerts import Alert, Severity
from catalog.records import Record

# Where a stack's pages are, and its name, is known only when it is deployed: the target
# fills in these three, and nothing else, in the text of the rule files.
GRAFANA = "${grafana}"
RUNBOOKS = "${runbooks}"
# For alerts whose expression has no series left to take the label from.
ENVIRONMENT = "${environment}"


class Timing(StrEnum):
    """How patient alerts are: a demonstration does not wait, production does."""

    DEMO = "demo"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long an expression has to hold before its alert fires (`for`)."""

    demo: str
    production: str

    def under(self, timing: Timing) -> str:
        """Return the Prometheus duration to use."""
        return self.demo if timing is Timing.DEMO else self.production


AT_ONCE = Wait(demo="0s", production="0s")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingRule:
    """
    One alert.

    Attributes:
        owner: Who looks after it; "" where the series' own label says so.
        description: With the value and its unit.
        dashboard: Uid of the dashboard that shows it.
        labels: Further labels.
    """

    alert: Alert
    expr: str
    severity: Severity
    summary: str
    description: str
    dashboard: str
    wait: Wait
    owner: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def under(self, timing: Timing) -> Mapping[str, Any]:
        """Return the rule as Prometheus reads it."""
        duration = self.wait.under(timing)
        owner = {"owner": self.owner} if self.owner else {}
        return {
            "alert": self.alert.value,
            "expr": self.expr,
            **({"for": duration} if duration != "0s" else {}),
            "labels": {"severity": self.severity.value, **owner, **self.labels},
            "annotations": {
                "summary": self.summary,
                "description": self.description,
                "runbook_url": f"{RUNBOOKS}/{self.alert.value}.html",
                "dashboard_url": f"{GRAFANA}/d/{self.dashboard}",
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRule:
    """One recorded series."""

    record: Record
    expr: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def under(self, timing: Timing) -> Mapping[str, Any]:
        """Return the rule as Prometheus reads it, the same under any *timing*."""
        del timing
        labels = {"labels": dict(self.labels)} if self.labels else {}
        return {"record": self.record.name, "expr": self.expr, **labels}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """
    Rules that are evaluated one after the other, at the same instant.

    Attributes:
        interval: How often; "" for Prometheus's own evaluation interval.
    """

    name: str
    rules: Sequence[AlertingRule | RecordingRule]
    interval: str = ""

    def under(self, timing: Timing) -> Mapping[str, Any]:
        """Return the group as Prometheus reads it."""
        return {
            "name": self.name,
            **({"interval": self.interval} if self.interval else {}),
            "rules": [rule.under(timing) for rule in self.rules],
        }
