"""Error budgets that burn too fast, for whichever role promises something."""

from collections.abc import Iterable, Mapping

from catalog.alerts import Alert, Severity
from catalog.dashboards import Dashboard
from catalog.objectives import (
    MISSED_AT_LEAST,
    PAGE_BURNS,
    SLO_WINDOW_DAYS,
    TICKET_BURNS,
    Burn,
)
from catalog.records import SLO_OBJECTIVE, slo_error_ratio, slo_missed
from rules.model import AlertingRule, Group, Wait
from rules.objectives import AVAILABILITY, LATENCY
from rules.promql import any_of

_PAGE_WAIT = Wait(demo="1m", production="2m")
_TICKET_WAIT = Wait(demo="5m", production="15m")


def _burns(burns: Iterable[Burn], slo: Mapping[str, str]) -> str:
    matcher = ", ".join(f'{name}="{value}"' for name, value in slo.items())
    return any_of(*(_burn(burn, matcher) for burn in burns))


def _burn(burn: Burn, matcher: str) -> str:
    # Every series here has the label `slo`: one matcher chooses for all of them.
    budget = f"(1 - {SLO_OBJECTIVE.name})"
    chosen = f"(1 - {SLO_OBJECTIVE.name}{{{matcher}}})"
    return (
        f"{slo_error_ratio(burn.long).name} > {burn.factor:g} * {chosen}\n"
        f"and {slo_error_ratio(burn.short).name} > {burn.factor:g} * {budget}\n"
        f"and {slo_missed(burn.long).name} >= {MISSED_AT_LEAST}"
    )


def _alert(
    alert: Alert, burns: tuple[Burn, ...], slo: Mapping[str, str], missed: str
) -> AlertingRule:
    page = burns is PAGE_BURNS
    longest = " or ".join(burn.long for burn in burns)
    return AlertingRule(
        alert=alert,
        expr=_burns(burns, slo),
        severity=Severity.CRITICAL if page else Severity.WARNING,
        summary=f"{{{{ $labels.service }}}} {missed} too often",
        description=(
            f"{{{{ $value | humanizePercentage }}}} of the requests to"
            f" {{{{ $labels.service }}}} missed the objective for {slo['slo']} over"
            f" {longest}, and they still do: the error budget of"
            f" {SLO_WINDOW_DAYS} days"
            + (" is gone within days." if page else " does not last.")
        ),
        dashboard=Dashboard.SLO,
        wait=_PAGE_WAIT if page else _TICKET_WAIT,
    )


GROUP = Group(
    name="slo-alerts",
    rules=(
        _alert(Alert.AVAILABILITY_BUDGET_BURNS_FAST, PAGE_BURNS, AVAILABILITY, "fails"),
        _alert(
            Alert.AVAILABILITY_BUDGET_BURNS_SLOWLY, TICKET_BURNS, AVAILABILITY, "fails"
        ),
        _alert(Alert.LATENCY_BUDGET_BURNS_FAST, PAGE_BURNS, LATENCY, "is slow"),
        _alert(Alert.LATENCY_BUDGET_BURNS_SLOWLY, TICKET_BURNS, LATENCY, "is slow"),
    ),
)
