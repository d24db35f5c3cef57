"""Endpoints that do not answer a probe, and certificates that run out."""

from catalog.alerts import Alert, Severity
from catalog.probes import (
    PROBE_CERTIFICATE_EXPIRY,
    PROBE_HTTP_STATUS,
    PROBE_JOB,
    PROBE_SUCCESS,
)
from catalog.services import BLACKBOX
from catalog.thirdparty import UP
from rules.model import AlertingRule, Group, Wait

_DASHBOARD = "pharos-health"
_WARN_D = 14
_PAGE_D = 3
_DAY_S = 86_400
# A failed probe tells no expiry; that one is then known from before.
_EXPIRY_S = f"last_over_time({PROBE_CERTIFICATE_EXPIRY.name}[1h]) - time()"

# Without a prober nothing is known of any endpoint: that is no silence.
_NOBODY_PROBES = (
    f'label_replace(label_replace(absent({PROBE_SUCCESS.name}), "service",'
    f' "{BLACKBOX.name}", "", ""), "owner", "{BLACKBOX.owner}", "", "")'
)
_STATUS = (
    f'{{{{ with printf "{PROBE_HTTP_STATUS.name}{{instance=%q}}" $labels.instance'
    " | query }} (status {{ . | first | value }}, 0 being no answer at all){{ end }}"
)

ENDPOINT_UNREACHABLE = AlertingRule(
    alert=Alert.ENDPOINT_UNREACHABLE,
    # Of a process that is down TargetDown tells, and no inhibition could be sooner than
    # both alerts: this one waits in case the probe was the first to notice.
    expr=(
        f"{PROBE_SUCCESS.name} == 0\n"
        f'unless on (environment, service) {UP.name}{{job!="{PROBE_JOB}"}} == 0\n'
        f"or {_NOBODY_PROBES}"
    ),
    severity=Severity.CRITICAL,
    summary=(
        "{{ if $labels.instance }}{{ $labels.instance }} does not answer"
        "{{ else }}No endpoint is probed{{ end }}"
    ),
    description=(
        "{{ if $labels.instance }}Probes of {{ $labels.instance }}"
        f" ({{{{ $labels.service }}}}) fail{_STATUS}."
        "{{ else }}The prober tells of no endpoint (0 probes): whether users reach"
        " anything is not known.{{ end }}"
    ),
    dashboard=_DASHBOARD,
    # Longer than a container takes to be replaced.
    wait=Wait(demo="1m", production="2m"),
)


def _expires(severity: Severity, days: int) -> AlertingRule:
    return AlertingRule(
        alert=Alert.CERTIFICATE_EXPIRES_SOON,
        expr=f"{_EXPIRY_S} < {days} * {_DAY_S}",
        severity=severity,
        summary="The certificate of {{ $labels.instance }} expires soon",
        description=(
            "A certificate that {{ $labels.instance }} shows expires in"
            f" {{{{ $value | humanizeDuration }}}}, less than {days} days."
        ),
        dashboard=_DASHBOARD,
        wait=Wait(demo="1m", production="15m"),
    )


GROUP = Group(
    name="reachability",
    rules=(
        ENDPOINT_UNREACHABLE,
        _expires(Severity.WARNING, _WARN_D),
        _expires(Severity.CRITICAL, _PAGE_D),
    ),
)
