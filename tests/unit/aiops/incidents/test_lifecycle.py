"""What people may do with an incident, and who hears of it."""

from dataclasses import replace

import pytest

from aiops.domain.anomalies import Severity, Signal
from aiops.domain.incidents import lifecycle
from aiops.domain.incidents.delivery import LONGEST_WAIT_S, is_hopeless, wait_s
from aiops.domain.incidents.errors import Refused
from aiops.domain.incidents.model import Deployment, Incident, Maintenance, Status
from aiops.domain.incidents.notices import NoticeKind, tell
from aiops.domain.incidents.remediation import ActionKind, propose
from aiops.domain.incidents.severity import of_anomaly, of_incident
from aiops.domain.incidents.slo import impact
from aiops.domain.incidents.wording import title
from catalog.alerts import Severity as AlertSeverity
from tests.unit.aiops.incidents.factories import NOW_S, alert, anomaly, incident, slow


def kinds(
    one: Incident, at_s: float = 0, *windows: Maintenance
) -> tuple[Incident, list[NoticeKind]]:
    told = tell([one], windows, NOW_S + at_s)
    after = told.incidents[0] if told.incidents else one
    return after, [each.kind for each in told.notices]


def test_who_acknowledges_it_works_on_it() -> None:
    after, event = lifecycle.acknowledge(incident(), "ann", NOW_S)
    assert (after.status, after.assignee) == (Status.ACKNOWLEDGED, "ann")
    assert event.by == "ann"
    with pytest.raises(Refused, match="acknowledged already, by ann"):
        lifecycle.acknowledge(after, "bob", NOW_S)


@pytest.mark.parametrize(
    "step",
    [
        lambda one: lifecycle.acknowledge(one, "x", NOW_S),
        lambda one: lifecycle.resolve(one, "x", NOW_S),
        lambda one: lifecycle.assign(one, "x", NOW_S, "y"),
        lambda one: lifecycle.snooze(one, "x", NOW_S, NOW_S + 60),
    ],
)
def test_what_is_resolved_has_to_be_reopened_first(step: object) -> None:
    done, _ = lifecycle.resolve(incident(), "x", NOW_S)
    with pytest.raises(Refused, match="reopen it first"):
        step(done)  # type: ignore[operator]  # one of the four above


def test_a_part_of_another_incident_is_not_reopened() -> None:
    part = replace(incident(status=Status.RESOLVED), merged_into="INC-1-1")
    with pytest.raises(Refused, match="reopen that one"):
        lifecycle.reopen(part, "x", NOW_S)


def test_somebody_is_told_once() -> None:
    after, first = kinds(incident())
    assert first == [NoticeKind.OPENED]
    assert kinds(after, 60) == (after, [])


def test_a_snoozed_incident_is_quiet_and_comes_back() -> None:
    told, _ = kinds(incident())
    asleep, _ = lifecycle.snooze(told, "ann", NOW_S, NOW_S + 1200)
    assert kinds(asleep, 1100)[1] == []
    awake, said = kinds(asleep, 1200)
    assert said == [NoticeKind.REMINDER]
    assert kinds(awake, 1210)[1] == []


def test_what_nobody_acknowledges_is_escalated_once() -> None:
    told, _ = kinds(incident())
    assert kinds(told, 899)[1] == []
    higher, said = kinds(told, 900)
    assert said == [NoticeKind.ESCALATED]
    assert kinds(higher, 5000)[1] == []
    taken, _ = lifecycle.acknowledge(told, "ann", NOW_S + 10)
    assert kinds(taken, 900)[1] == []


def test_the_end_is_told_to_those_who_knew() -> None:
    told, _ = kinds(incident())
    for one, wanted in ((told, [NoticeKind.RESOLVED]), (incident(), [])):
        done, _ = lifecycle.resolve(one, "ann", NOW_S)
        assert kinds(done)[1] == wanted


@pytest.mark.parametrize(("service", "quiet"), [("payment", 1), ("*", 1), ("items", 0)])
def test_nobody_is_called_in_maintenance(service: str, quiet: bool) -> None:
    window = Maintenance(
        id="m", service=service, start_s=NOW_S, end_s=NOW_S + 60, by="x"
    )
    assert kinds(incident(), 0, window)[1] == ([] if quiet else [NoticeKind.OPENED])
    assert kinds(incident(), 60, window)[1] == [NoticeKind.OPENED]


@pytest.mark.parametrize(
    ("ratio", "severity"),
    [
        (0.51, Severity.CRITICAL),
        (0.5, Severity.HIGH),
        (0.21, Severity.HIGH),
        (0.2, Severity.MEDIUM),
    ],
)
@pytest.mark.parametrize("signal", [Signal.ERRORS, Signal.TIMEOUTS])
def test_the_share_that_fails_decides(
    ratio: float, severity: Severity, signal: Signal
) -> None:
    assert of_anomaly(anomaly(signal=signal, value=ratio)) is severity


def test_five_times_as_slow_is_not_yet_high() -> None:
    assert of_anomaly(slow(factor=5.0)) is Severity.MEDIUM
    assert of_anomaly(slow(factor=5.1)) is Severity.HIGH


def test_an_alert_s_word_counts_only_where_nothing_is_measured() -> None:
    loud = alert(severity=AlertSeverity.CRITICAL)
    assert of_incident([], [loud]) is Severity.CRITICAL
    assert of_incident([anomaly(value=0.1)], [loud]) is Severity.MEDIUM
    assert of_incident([anomaly("items", value=0.1)], [loud]) is Severity.CRITICAL


def test_errors_burn_the_budget_of_the_promise() -> None:
    one = incident(anomaly("payment", value=0.5, ended_s=NOW_S + 3600))
    (cost,) = impact(one, NOW_S + 9999)
    # 50 % of 0.5 % allowed, for one of 336 hours.
    assert cost.promised == 0.995
    assert cost.burn == pytest.approx(100)
    assert cost.budget_share == pytest.approx(100 / 336)


def test_titles_say_what_and_where() -> None:
    assert title(incident(slow())) == "Latency spike detected in /payment"
    disk = incident(alert("", name="DiskAlmostFull"), root="<DiskAlmostFull>")
    assert title(disk) == "DiskAlmostFull"


def test_a_release_just_before_it_is_worth_returning_from() -> None:
    release = Deployment(
        id="d", time_s=NOW_S - 600, service="payment", version="2.1", by="ann"
    )
    old = replace(release, time_s=NOW_S - 4000)
    found = propose("INC-1-1", "payment", NOW_S, [old, release], NOW_S)
    assert [each.kind for each in found] == list(ActionKind)
    assert "before 2.1, brought out 10 min before" in found[2].text
    assert len(propose("INC-1-1", "payment", NOW_S, [old], NOW_S)) == 2


def test_a_name_that_telemetry_made_up_is_no_target() -> None:
    assert propose("INC-1-1", "payment; rm -rf /", NOW_S, [], NOW_S) == []


def test_attempts_come_less_and_less_often() -> None:
    assert [wait_s(n) for n in (1, 2, 3)] == [5, 10, 20]
    assert wait_s(500) == LONGEST_WAIT_S
    assert is_hopeless(NOW_S, NOW_S + 1, permanent=True)
    assert not is_hopeless(NOW_S, NOW_S + 3600, permanent=False)
