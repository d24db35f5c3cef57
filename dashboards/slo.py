"""Objectives, what is left of their error budgets, and how fast it goes."""

from catalog import records
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from catalog.objectives import SLO_WINDOW_DAYS
from dashboards.page import Page, Row
from dashboards.panels import Panel, bars, dial, rows, time_series
from dashboards.queries import SERVICE, Query, aggregated, of
from dashboards.thresholds import above, below
from dashboards.units import Unit

_LABEL = "{{service}} {{slo}}"
_MATCH = "on (environment, service, slo)"
_FAST = [Alert.AVAILABILITY_BUDGET_BURNS_FAST, Alert.LATENCY_BUDGET_BURNS_FAST]
_SLOW = [Alert.AVAILABILITY_BUDGET_BURNS_SLOWLY, Alert.LATENCY_BUDGET_BURNS_SLOWLY]


def _burn_rate(window: str) -> str:
    """Errors in *window* as a multiple of those that spend exactly the budget."""
    errors = of(records.slo_error_ratio(window), SERVICE)
    allowed = f"(1 - {of(records.SLO_OBJECTIVE, SERVICE)})"
    return f"{errors} / {_MATCH} {allowed}"


def _burning(title: str, window: str, alerts: list[Alert]) -> Panel:
    return time_series(
        title,
        f"Error budget spent over {window}: at 1 exactly all of it is gone at the end "
        f"of the {SLO_WINDOW_DAYS} days, at 2 after half of them.",
        Query(_burn_rate(window), _LABEL),
        unit=Unit.COUNT,
        thresholds=above(look=1),
        alerts=alerts,
    )


BUDGET = Row(
    "Error budget",
    (
        dial(
            "Least Budget Left",
            f"What is left of the {SLO_WINDOW_DAYS} days' error budget of the service "
            "that has spent most; below nothing the objective is missed.",
            Query(
                aggregated("min", of(records.SLO_BUDGET_REMAINING, SERVICE), ["slo"]),
                "{{slo}}",
            ),
            unit=Unit.SHARE,
            thresholds=below(look=0.5, bad=0.1),
            highest=1,
        ),
        bars(
            "Budget Left per Service",
            "What is left of the error budget; 100 % means that no request was bad.",
            Query(of(records.SLO_BUDGET_REMAINING, SERVICE), _LABEL),
            unit=Unit.SHARE,
            thresholds=below(look=0.5, bad=0.1),
            highest=1,
            alerts=_SLOW,
        ),
        rows(
            "Objectives",
            f"Share of requests that has to be good in {SLO_WINDOW_DAYS} days.",
            Query(of(records.SLO_OBJECTIVE, SERVICE), _LABEL),
            columns={
                "service": "Service",
                "slo": "Objective of",
                "owner": "Owner",
                "Value": "Objective",
            },
            unit=Unit.SHARE,
        ),
    ),
)
FAST = Row(
    "Fast burn: somebody is called",
    (
        _burning("Burn Rate over 5 Minutes", "5m", _FAST),
        _burning("Burn Rate over 1 Hour", "1h", _FAST),
        _burning("Burn Rate over 6 Hours", "6h", _FAST),
    ),
)
SLOW = Row(
    "Slow burn: a ticket is enough",
    (
        _burning("Burn Rate over 2 Hours", "2h", _SLOW),
        _burning("Burn Rate over 1 Day", "1d", _SLOW),
        _burning("Burn Rate over 3 Days", "3d", _SLOW),
    ),
)
HISTORY = Row(
    "History",
    (
        time_series(
            "Budget over Time",
            "What is left of each error budget.",
            Query(of(records.SLO_BUDGET_REMAINING, SERVICE), _LABEL),
            unit=Unit.SHARE,
            thresholds=below(look=0.5, bad=0.1),
            lowest=None,
        ),
        time_series(
            "Bad Requests",
            "Share of requests of the last hour that missed an objective.",
            Query(of(records.slo_error_ratio("1h"), SERVICE), _LABEL),
            unit=Unit.SHARE,
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.SLO,
    title="SLO and Error Budget",
    description="Objectives, what is left of their error budgets, how fast it goes.",
    rows=(BUDGET, FAST, SLOW, HISTORY),
    services=records.SLO_OBJECTIVE.name,
    shown="6h",
)
