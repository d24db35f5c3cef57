"""What goes in and what has to come out, and its translation for promtool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rules.files import FILES
from rules.model import GRAFANA, RUNBOOKS, AlertingRule

Series = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Firing:
    """One alert as Alertmanager would get it, its links left out."""

    labels: Mapping[str, str]
    summary: str
    description: str


SILENT: tuple[Firing, ...] = ()


def platforms(
    summary: str, description: str, severity: str = "warning", **labels: str
) -> Firing:
    """Return an alert of the platform's on stack dev, with further *labels*."""
    mine = {"environment": "dev", "owner": "platform", "severity": severity}
    return Firing(labels=mine | labels, summary=summary, description=description)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """
    One alert under given series.

    Attributes:
        series: promtool's notation of samples by series.
        expect: All that has to fire, by the time since the start.
        step: Time between two samples.
    """

    alert: str
    name: str
    series: Series
    expect: Mapping[str, Firing | tuple[Firing, ...]]
    step: str = "15s"


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """
    Recorded series under given ones.

    Attributes:
        expect: All samples of an expression, by time and expression.
    """

    name: str
    series: Series
    expect: Mapping[str, Mapping[str, Mapping[str, float]]]
    step: str = "15s"


@dataclass(frozen=True, kw_only=True)
class Family:
    """
    Scenarios of one rule file.

    Attributes:
        every: How often the rules are evaluated.
    """

    file: str
    scenarios: Sequence[Scenario | Recorded]
    also: Sequence[str] = field(default=())
    every: str = "15s"

    def document(self) -> Mapping[str, Any]:
        """Return promtool's test file."""
        return {
            "rule_files": [f"demo/{name}" for name in (*self.also, self.file)],
            "evaluation_interval": self.every,
            "fuzzy_compare": True,
            "tests": [_test(scenario) for scenario in self.scenarios],
        }


def _test(scenario: Scenario | Recorded) -> Mapping[str, Any]:
    common = {
        "name": scenario.name,
        "interval": scenario.step,
        "input_series": [
            {"series": name, "values": values}
            for name, values in scenario.series.items()
        ],
    }
    if isinstance(scenario, Recorded):
        return {**common, "promql_expr_test": list(_values(scenario))}
    return {
        **common,
        "name": f"{scenario.alert} {scenario.name}",
        "alert_rule_test": [
            {
                "eval_time": time,
                "alertname": scenario.alert,
                "exp_alerts": [
                    _alert(scenario.alert, firing) for firing in _several(firings)
                ],
            }
            for time, firings in scenario.expect.items()
        ],
    }


def _several(firings: Firing | tuple[Firing, ...]) -> tuple[Firing, ...]:
    return firings if isinstance(firings, tuple) else (firings,)


def _values(scenario: Recorded) -> Any:
    for time, expressions in scenario.expect.items():
        for expression, samples in expressions.items():
            yield {
                "expr": expression,
                "eval_time": time,
                "exp_samples": [
                    {"labels": labels, "value": value}
                    for labels, value in samples.items()
                ],
            }


def _alert(name: str, firing: Firing) -> Mapping[str, Any]:
    return {
        "exp_labels": dict(firing.labels),
        "exp_annotations": {
            "summary": firing.summary,
            "description": firing.description,
            "runbook_url": f"{RUNBOOKS}/{name}.html",
            "dashboard_url": f"{GRAFANA}/d/{dashboards()[name]}",
        },
    }


@cache
def dashboards() -> Mapping[str, str]:
    """Return each alert's dashboard; that it exists is another test's matter."""
    return {
        rule.alert.value: rule.dashboard
        for groups in FILES.values()
        for group in groups
        for rule in group.rules
        if isinstance(rule, AlertingRule)
    }
