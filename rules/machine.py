"""Disk and memory of the machine."""

from catalog import thirdparty
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from rules.model import AlertingRule, Group, Wait

_FREE = thirdparty.NODE_DISK_AVAILABLE.name
_FREE_SHARE = f"{_FREE} / {thirdparty.NODE_DISK_SIZE.name}"
_DAY_S = 86_400

DISK_FILLS = AlertingRule(
    alert=Alert.DISK_FILLS_IN_A_DAY,
    # A disk that is more than half empty has time; and what was written in the first
    # hour, such as images, is no trend.
    expr=(
        f"{_FREE}\n"
        f"and predict_linear({_FREE}[6h], {_DAY_S}) < 0\n"
        f"and {_FREE_SHARE} < 0.5\n"
        f"and {_FREE} offset 1h"
    ),
    severity=Severity.WARNING,
    summary="The disk fills within a day",
    description=(
        "{{ $value | humanize1024 }}B are left on {{ $labels.mountpoint }}, and at the"
        " pace of the last 6 hours none in 24 hours."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="15m", production="1h"),
)
DISK_FULL = AlertingRule(
    alert=Alert.DISK_ALMOST_FULL,
    expr=f"{_FREE_SHARE} < 0.05",
    severity=Severity.CRITICAL,
    summary="The disk is almost full",
    description=(
        "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} are free;"
        " without space Prometheus and the databases stop."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="5m", production="10m"),
)
MEMORY_LOW = AlertingRule(
    alert=Alert.MACHINE_MEMORY_LOW,
    expr=(
        f"{thirdparty.NODE_MEMORY_AVAILABLE.name}"
        f" / {thirdparty.NODE_MEMORY_TOTAL.name} < 0.1"
    ),
    severity=Severity.WARNING,
    summary="The machine is short of memory",
    description=(
        "{{ $value | humanizePercentage }} of the machine's memory are available; the"
        " kernel kills processes when none is."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="5m", production="10m"),
)
GROUP = Group(name="machine", rules=(DISK_FILLS, DISK_FULL, MEMORY_LOW))
