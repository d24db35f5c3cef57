"""A process that Prometheus cannot scrape."""

from catalog.alerts import Alert, Severity
from catalog.probes import PROBE_JOB
from rules.model import AlertingRule, Group, Wait

TARGET_DOWN = AlertingRule(
    alert=Alert.TARGET_DOWN,
    # Under the probes' job `up` tells of the prober, which has a job of its own.
    expr=f'up{{job!="{PROBE_JOB}"}} == 0',
    severity=Severity.CRITICAL,
    summary="{{ $labels.service }} is down",
    description=(
        "Prometheus has not been able to scrape {{ $labels.instance }}"
        " ({{ $labels.service }}, owner {{ $labels.owner }}) for a minute."
    ),
    dashboard="pharos-health",
    # Longer than a restart takes, so that a deployment stays silent.
    wait=Wait(demo="1m", production="1m"),
)
GROUP = Group(name="targets", rules=(TARGET_DOWN,))
