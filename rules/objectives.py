"""Objectives: which requests missed them, over which windows, and what is left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from catalog import objectives
from catalog.objectives import LONG_WINDOWS, Objective
from catalog.own_services import OWN
from catalog.records import (
    ERRORS,
    LATENCY_BUCKETS,
    REQUESTS,
    SLO_BUDGET_REMAINING,
    SLO_ERRORS,
    SLO_OBJECTIVE,
    SLO_REQUESTS,
    SLO_WINDOW,
    SLO_WINDOWS,
    slo_error_ratio,
    slo_missed,
)
from catalog.services import SHOP_ROLES
from catalog.thirdparty import UP
from rules.model import Group, RecordingRule
from rules.promql import any_of, share

AVAILABILITY = {"slo": "availability"}
LATENCY = {"slo": "latency"}
ROLES: Mapping[str, Objective] = {
    **{role.name: objectives.objective(role.name) for role in SHOP_ROLES},
    **{own.name: own.objective for own in OWN if own.red},
}
# Rates over five minutes hardly differ from one evaluation to the next: one point a
# minute tells the same for a quarter of the samples.
_STEP = "1m"
_STEP_S = 60
_DAYS = tuple(window for window in (*SLO_WINDOWS, SLO_WINDOW) if window.endswith("d"))


def _by(value_of: Mapping[str, float]) -> Iterable[tuple[float, str]]:
    """Yield each value with a regular expression of the roles that have it."""
    roles: dict[float, list[str]] = defaultdict(list)
    for role, value in value_of.items():
        roles[value].append(role)
    return [(value, "|".join(names)) for value, names in sorted(roles.items())]


def _objective(share_of: Mapping[str, float]) -> str:
    # Of `up`, not of requests: what a role promises is known before anybody asks it.
    return any_of(
        *(
            f'group by (environment, service, owner) ({UP.name}{{job=~"{roles}"}})'
            f" * {value}"
            for value, roles in _by(share_of)
        )
    )


def _slow() -> str:
    # A restart may show as a reset in one bucket and not in another, whose count has
    # caught up by the next scrape: then fewer requests than were fast seem to be there.
    bounds = {role: each.latency_s for role, each in ROLES.items()}
    return any_of(
        *(
            f'clamp_min(sum without (le) ({LATENCY_BUCKETS.name}{{le="+Inf"}})\n'
            f"- sum without (le) ({LATENCY_BUCKETS.name}"
            f'{{le="{bound_s}", service=~"{roles}"}}), 0)'
            for bound_s, roles in _by(bounds)
        )
    )


def _over(window: str) -> RecordingRule:
    # Errors and requests are added up apart: a quiet hour weighs as little as it had
    # requests, which the mean of its ratios would not tell.
    ranged = f"[{window}:{_STEP}]" if window in _DAYS else f"[{window}]"
    return RecordingRule(
        record=slo_error_ratio(window),
        expr=share(
            f"sum_over_time({SLO_ERRORS.name}{ranged})",
            f"sum_over_time({SLO_REQUESTS.name}{ranged})",
        ),
    )


def _missed(window: str) -> RecordingRule:
    # A rate per second at each minute stands for the 60 seconds before it. Where there
    # are no samples yet there is nothing to add, so a fresh start counts what it saw.
    return RecordingRule(
        record=slo_missed(window),
        expr=f"sum_over_time({SLO_ERRORS.name}[{window}:{_STEP}]) * {_STEP_S}",
    )


GROUP = Group(
    name="slo",
    rules=(
        RecordingRule(record=SLO_REQUESTS, labels=AVAILABILITY, expr=REQUESTS.name),
        RecordingRule(
            record=SLO_REQUESTS,
            labels=LATENCY,
            expr=f'sum without (le) ({LATENCY_BUCKETS.name}{{le="+Inf"}})',
        ),
        RecordingRule(record=SLO_ERRORS, labels=AVAILABILITY, expr=ERRORS.name),
        RecordingRule(record=SLO_ERRORS, labels=LATENCY, expr=_slow()),
        RecordingRule(
            record=SLO_OBJECTIVE,
            labels=AVAILABILITY,
            expr=_objective({role: each.availability for role, each in ROLES.items()}),
        ),
        RecordingRule(
            record=SLO_OBJECTIVE,
            labels=LATENCY,
            expr=_objective({role: each.latency for role, each in ROLES.items()}),
        ),
        RecordingRule(
            record=slo_error_ratio("5m"), expr=share(SLO_ERRORS.name, SLO_REQUESTS.name)
        ),
        *(_over(window) for window in SLO_WINDOWS[1:] if window not in _DAYS),
        *(_missed(window) for window in LONG_WINDOWS if window not in _DAYS),
    ),
)
# What moves slowly is computed less often.
LONG = Group(
    name="slo-long",
    interval="1m",
    rules=(
        *(_over(window) for window in _DAYS),
        *(_missed(window) for window in LONG_WINDOWS if window in _DAYS),
        RecordingRule(
            record=SLO_BUDGET_REMAINING,
            expr=(
                f"1 - {slo_error_ratio(SLO_WINDOW).name}\n/ (1 - {SLO_OBJECTIVE.name})"
            ),
        ),
    ),
)
