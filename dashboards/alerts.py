"""What fires now, since when, and what fired before."""

from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.thirdparty import ALERTS, ALERTS_FOR_STATE
from dashboards.page import LOW, Page, Row
from dashboards.panels import Panel, rows, time_series, value
from dashboards.queries import Query, aggregated, counted
from dashboards.thresholds import BAD, GOOD, LOOK, Thresholds, above
from dashboards.units import Unit

# An alert made of constants, such as the watchdog, has no environment.
_ENVIRONMENT = 'environment=~"$environment|"'
_FIRING = 'alertstate="firing"'


def _alerts(*matchers: str) -> str:
    return _of(ALERTS.name, *matchers)


def _of(name: str, *matchers: str) -> str:
    return f"{name}{{{','.join((_ENVIRONMENT, *matchers))}}}"


def _severity(severity: Severity, thresholds: Thresholds) -> Panel:
    firing = _alerts(_FIRING, f'severity="{severity}"')
    return value(
        f"Firing: {severity.value}",
        f"Alerts of severity {severity.value} that fire now.",
        Query(counted(firing), severity.value),
        unit=Unit.COUNT,
        thresholds=thresholds,
    )


_SINCE = aggregated("min", _of(ALERTS_FOR_STATE.name), ["alertname", "severity"])
# Tables show rows as they come: the most severe must not be among those cut off.
_RANKED = aggregated(
    "max",
    " or ".join(
        _alerts(f'severity="{each}"') + f" * {rank}"
        for rank, each in enumerate(reversed(Severity), 1)
    ),
    ["alertname", "severity", "alertstate", "service", "owner"],
)

NOW = Row(
    "Now",
    (
        _severity(Severity.CRITICAL, above(bad=1)),
        _severity(Severity.WARNING, above(look=1)),
        _severity(Severity.INFO, above()),
        value(
            "Pending",
            "Alerts whose condition holds, but not yet for long enough.",
            Query(counted(_alerts('alertstate="pending"')), "pending"),
            unit=Unit.COUNT,
            thresholds=above(look=1),
        ),
    ),
    height=LOW,
)
ACTIVE = Row(
    "Active alerts",
    (
        rows(
            "Active Alerts",
            "Alerts that fire or are pending, the most severe first. Watchdog fires "
            "always: that is how you see that alerting works.",
            Query(
                f"sort_desc({_RANKED})",
                "{{alertname}}",
            ),
            columns={
                "alertname": "Alert",
                "severity": "Severity",
                "alertstate": "State",
                "service": "Service",
                "owner": "Owner",
            },
            unit=Unit.COUNT,
        ),
        rows(
            "Active for",
            "How long the condition of each alert has held, the longest first. A "
            "critical one that nobody looks at goes to the next level.",
            Query(
                f"sort_desc(time() - {_SINCE})",
                "{{alertname}}",
            ),
            columns={
                "alertname": "Alert",
                "severity": "Severity",
                "Value": "Active for",
            },
            unit=Unit.AGE,
            alerts=[Alert.CRITICAL_ALERT_UNATTENDED],
        ),
    ),
)
HISTORY = Row(
    "History",
    (
        time_series(
            "Alerts by State",
            "How many alerts were pending and how many fired.",
            Query(aggregated("count", _alerts(), ["alertstate"]), "{{alertstate}}"),
            unit=Unit.COUNT,
            stacked=True,
            colors={"firing": BAD, "pending": LOOK},
        ),
        time_series(
            "Firing Alerts by Name",
            "How many instances of each alert fired.",
            Query(
                aggregated("count", _alerts(_FIRING), ["alertname"]), "{{alertname}}"
            ),
            unit=Unit.COUNT,
            stacked=True,
        ),
        time_series(
            "Firing Alerts by Severity",
            "How many alerts of each severity fired; Watchdog's is none.",
            Query(aggregated("count", _alerts(_FIRING), ["severity"]), "{{severity}}"),
            unit=Unit.COUNT,
            stacked=True,
            colors={
                Severity.CRITICAL.value: BAD,
                Severity.WARNING.value: LOOK,
                Severity.INFO.value: "blue",
                Severity.NONE.value: GOOD,
            },
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.ALERTS,
    title="Alerts Overview",
    description="What fires now, since when, and what fired before.",
    rows=(NOW, ACTIVE, HISTORY),
    shown="6h",
)
