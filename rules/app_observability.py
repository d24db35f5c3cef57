"""What the shop's users see: errors, latency, exceptions, and no traffic at all."""

from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.records import (
    EXCEPTIONS,
    USER_ERRORS_RATIO,
    USER_LATENCY_P95,
    USER_REQUESTS,
    USER_REQUESTS_2M,
)
from rules.model import AlertingRule, Group, Wait

# Below it a single failed request would be a large share.
_ENOUGH = f"{USER_REQUESTS.name} > 0.5"
_QUIET = 0.05

HIGH_5XX = AlertingRule(
    alert=Alert.APP_HIGH_5XX_ERROR_RATE,
    expr=f"{USER_ERRORS_RATIO.name} > 0.05\nand {_ENOUGH}",
    severity=Severity.CRITICAL,
    owner="shop",
    summary="Users get server errors",
    description=(
        "{{ $value | humanizePercentage }} of the users' requests were answered with"
        " a status of 500 or above in the last 5 minutes; more than 5% is too many."
    ),
    dashboard=Dashboard.OVERVIEW,
    wait=Wait(demo="1m", production="5m"),
)
HIGH_P95 = AlertingRule(
    alert=Alert.APP_HIGH_P95_LATENCY,
    expr=f"{USER_LATENCY_P95.name} > 0.5\nand {_ENOUGH}",
    severity=Severity.WARNING,
    owner="shop",
    summary="Users wait",
    description=(
        "One request in twenty took longer than {{ $value | humanizeDuration }} in the"
        " last 5 minutes; more than 0.5 s is too long."
    ),
    dashboard=Dashboard.OVERVIEW,
    wait=Wait(demo="1m", production="10m"),
)
HIGH_EXCEPTIONS = AlertingRule(
    alert=Alert.APP_HIGH_EXCEPTION_RATE,
    expr=f"{EXCEPTIONS.name} > 1",
    severity=Severity.WARNING,
    summary="{{ $labels.service }} raises exceptions",
    description=(
        "{{ $labels.service }} raised {{ $value | humanize }} exceptions per second"
        " that no handler expected, over 2 minutes; more than 1 is too many."
    ),
    dashboard=Dashboard.OVERVIEW,
    wait=Wait(demo="1m", production="5m"),
)
TRAFFIC_DROP = AlertingRule(
    alert=Alert.APP_TRAFFIC_DROP,
    # A shop whose series have vanished has no traffic either. One that had none in the
    # last hour has not dropped: an idle first start stays silent.
    expr=(
        f"({USER_REQUESTS_2M.name}"
        f" or last_over_time({USER_REQUESTS_2M.name}[1h]) * 0) < {_QUIET}\n"
        f"and max_over_time({USER_REQUESTS_2M.name}[1h]) >= {_QUIET}"
    ),
    severity=Severity.WARNING,
    owner="shop",
    summary="Users' requests stopped",
    description=(
        "Users send {{ $value | humanize }} requests per second, measured over 2"
        " minutes; there were more than 0.05 within the last hour."
    ),
    dashboard=Dashboard.OVERVIEW,
    wait=Wait(demo="3m", production="10m"),
)
GROUP = Group(
    name="app-observability",
    rules=(HIGH_5XX, HIGH_P95, HIGH_EXCEPTIONS, TRAFFIC_DROP),
)
