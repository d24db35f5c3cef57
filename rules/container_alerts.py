"""Containers that restart, press against their limits, or are not measured."""

from catalog import containers
from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.probes import PROBE_JOB
from catalog.records import (
    CONTAINER_CPU_RATIO,
    CONTAINER_MEMORY_RATIO,
    CONTAINER_THROTTLED,
)
from catalog.services import CONTAINER_EXPORTER
from catalog.thirdparty import UP
from rules.model import AlertingRule, Group, Wait
from rules.promql import any_of, largest, summed

_SERVICE = ("environment", "service")
_MATCH = f"on ({', '.join(_SERVICE)})"
# Limits are the platform's, whoever's service it is.
_OWNER = "platform"


def _restarts(window: str) -> str:
    return largest(f"changes({containers.START_TIME.name}[{window}])", _SERVICE)


RESTARTS = AlertingRule(
    alert=Alert.CONTAINER_RESTARTS,
    # A deployment and a second one to repair it are two.
    expr=f"{_restarts('15m')} > 2",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="{{ $labels.service }} keeps restarting",
    description=(
        "A container of {{ $labels.service }} started {{ $value }} times in 15 minutes."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="1m", production="1m"),
)
CPU_NEAR_LIMIT = AlertingRule(
    alert=Alert.CONTAINER_CPU_NEAR_LIMIT,
    # Not the share of throttled periods: a process that works for a moment at each
    # scrape is throttled in most of its few periods, and nobody waits for it.
    expr=(
        f"{CONTAINER_CPU_RATIO.name}\nand (\n"
        f"  {CONTAINER_CPU_RATIO.name} > 0.9\n"
        f"  or {CONTAINER_THROTTLED.name} > 0.25\n)"
    ),
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="{{ $labels.service }} is short of CPU",
    description=(
        "{{ $labels.service }} uses {{ $value | humanizePercentage }} of its CPU limit"
        " over 5 minutes; above 90%, or held back for more than 0.25 s each second,"
        " its requests wait."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="5m", production="15m"),
)
MEMORY_NEAR_LIMIT = AlertingRule(
    alert=Alert.CONTAINER_MEMORY_NEAR_LIMIT,
    expr=f"{CONTAINER_MEMORY_RATIO.name} > 0.9",
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="{{ $labels.service }} is short of memory",
    description=(
        "A container of {{ $labels.service }} uses {{ $value | humanizePercentage }} of"
        " its memory limit; at 100% the kernel kills it."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="5m", production="10m"),
)
OUT_OF_MEMORY = AlertingRule(
    alert=Alert.CONTAINER_OUT_OF_MEMORY,
    # The kernel's count begins anew with the container: where the killed process was
    # its first, all that shows is a restart after memory was short.
    expr=any_of(
        f"{summed(f'increase({containers.OOM_EVENTS.name}[10m])', _SERVICE)} > 0",
        f"{_restarts('10m')} > 0\n"
        f"and {_MATCH} max_over_time({CONTAINER_MEMORY_RATIO.name}[10m]) > 0.95",
    ),
    severity=Severity.CRITICAL,
    owner=_OWNER,
    summary="{{ $labels.service }} ran out of memory",
    description=(
        'The kernel killed {{ $value | printf "%.0f" }} processes of'
        " {{ $labels.service }} for want of memory within 10 minutes."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="30s", production="1m"),
)
METRICS_INCOMPLETE = AlertingRule(
    alert=Alert.CONTAINER_METRICS_INCOMPLETE,
    # While the exporter itself is down, that is the alert to have.
    expr=any_of(
        f'group by (environment, service) ({UP.name}{{job!="{PROBE_JOB}"}} == 1)\n'
        f"unless {_MATCH} {containers.LAST_SEEN.name}\n"
        f'and on (environment) {UP.name}{{job="{CONTAINER_EXPORTER.name}"}} == 1',
        f"{summed(f'increase({containers.EXPORTER_ERRORS.name}[5m])', _SERVICE)} > 0",
    ),
    severity=Severity.WARNING,
    owner=_OWNER,
    summary="{{ $labels.service }} is not measured",
    description=(
        'Of {{ $labels.service }} {{ $value | printf "%.0f" }} containers or readings'
        " are missing from what the container exporter tells."
    ),
    dashboard=Dashboard.RESOURCES,
    wait=Wait(demo="5m", production="15m"),
)
GROUP = Group(
    name="container-alerts",
    rules=(
        RESTARTS,
        CPU_NEAR_LIMIT,
        MEMORY_NEAR_LIMIT,
        OUT_OF_MEMORY,
        METRICS_INCOMPLETE,
    ),
)
