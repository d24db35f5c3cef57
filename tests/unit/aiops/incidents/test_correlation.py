"""What becomes one incident, and what does not."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiops.domain.anomalies import Anomaly, Severity, Signal
from aiops.domain.incidents.correlation import Correlation, correlate
from aiops.domain.incidents.model import Alert, EventKind, Incident, Sign, Status
from catalog.alerts import Severity as AlertSeverity
from tests.unit.aiops.incidents.factories import (
    NOW_S,
    SHOP,
    alert,
    anomaly,
    incident,
    slow,
)


class Watch:
    """Rounds one after another, with what the ones before left."""

    def __init__(self, *known: Incident) -> None:
        self.all = {each.id: each for each in known}
        self.last: Correlation | None = None

    def see(self, at_s: float, *signs: Sign) -> "Watch":
        self.last = correlate(
            self.all.values(),
            [sign for sign in signs if isinstance(sign, Anomaly)],
            [sign for sign in signs if isinstance(sign, Alert)],
            SHOP,
            NOW_S + at_s,
        )
        self.all |= {each.id: each for each in self.last.incidents}
        return self

    def live(self) -> list[Incident]:
        return [each for each in self.all.values() if each.is_open]

    def events(self) -> list[EventKind]:
        assert self.last is not None
        return [event.kind for event in self.last.events]


def roots(incidents: Iterable[Incident]) -> list[str]:
    return sorted(each.root for each in incidents)


def test_a_failing_service_and_its_callers_are_one_incident() -> None:
    watch = Watch().see(10, anomaly("payment"), anomaly("checkout"), anomaly("gateway"))
    (found,) = watch.live()
    assert (found.root, found.services) == (
        "payment",
        ["checkout", "gateway", "payment"],
    )
    assert found.id == "INC-1737404810-1"
    assert watch.events() == [EventKind.OPENED, EventKind.JOINED, EventKind.JOINED]


def test_two_callees_that_fail_at_once_stay_two_incidents() -> None:
    watch = Watch().see(10, *(anomaly(n) for n in ("payment", "inventory", "checkout")))
    assert roots(watch.live()) == ["inventory", "payment"]
    assert len({each.id for each in watch.live()}) == 2


def test_a_caller_seen_first_gets_its_cause_later() -> None:
    watch = Watch().see(10, anomaly("checkout")).see(15, anomaly("payment"))
    (found,) = watch.live()
    assert found.root == "payment"
    assert EventKind.CAUSE in watch.events()


def test_incidents_are_merged_when_what_lies_between_them_shows() -> None:
    watch = Watch().see(10, anomaly("gateway"), anomaly("payment"))
    assert len(watch.live()) == 2
    watch.see(15, anomaly("checkout"))
    (found,) = watch.live()
    (gone,) = [each for each in watch.all.values() if not each.is_open]
    assert found.root == "payment"
    assert gone.merged_into == found.id
    assert (len(found.anomalies), gone.anomalies) == (3, ())


def test_a_fault_that_began_long_before_its_callee_s_stays_its_own() -> None:
    watch = Watch().see(10, anomaly("checkout"))
    watch.see(70, anomaly("payment", NOW_S + 60))
    assert roots(watch.live()) == ["checkout", "payment"]


def test_an_effect_is_expected_within_five_minutes() -> None:
    late = anomaly("checkout", NOW_S + 301)
    watch = Watch().see(10, anomaly("payment")).see(305, late)
    assert roots(watch.live()) == ["checkout", "payment"]


def test_less_traffic_is_an_effect_of_the_caller_s_trouble() -> None:
    dropped = anomaly("payment", signal=Signal.TRAFFIC, deviation=0.1)
    (found,) = Watch().see(10, dropped, anomaly("checkout")).live()
    assert found.root == "checkout"


def test_a_failure_during_a_busy_hour_belongs_to_its_cause() -> None:
    busy = anomaly("checkout", NOW_S - 200, signal=Signal.TRAFFIC, seen_s=NOW_S + 5)
    watch = Watch().see(-190, busy)
    watch.see(10, anomaly("payment"), anomaly("checkout"))
    found = {each.root: each.services for each in watch.live()}
    assert found == {"checkout": ["checkout"], "payment": ["checkout", "payment"]}


def test_a_failure_that_follows_the_traffic_of_its_service_joins_it() -> None:
    busy = anomaly("payment", NOW_S - 100, signal=Signal.TRAFFIC, seen_s=NOW_S + 5)
    watch = Watch().see(-90, busy).see(10, anomaly("payment"))
    assert [len(each.anomalies) for each in watch.live()] == [2]


def test_services_without_calls_between_them_are_never_joined() -> None:
    watch = Watch().see(10, anomaly("payment"), anomaly("products"))
    assert len(watch.live()) == 2


def test_a_sign_that_comes_twice_changes_nothing() -> None:
    watch = Watch().see(10, anomaly())
    assert watch.see(15, anomaly()).events() == []
    assert len(watch.live()[0].anomalies) == 1


def test_an_alert_joins_the_incident_of_its_service() -> None:
    watch = Watch().see(10, anomaly()).see(80, alert("payment", NOW_S + 60))
    (found,) = watch.live()
    assert [each.name for each in found.alerts] == ["AppHigh5xxErrorRate"]


def test_an_alert_of_a_caller_joins_by_the_graph() -> None:
    watch = Watch().see(10, anomaly()).see(80, alert("checkout", NOW_S + 200))
    assert [each.root for each in watch.live()] == ["payment"]
    assert len(watch.live()[0].alerts) == 1


def test_an_alert_waits_before_it_opens_an_incident() -> None:
    watch = Watch().see(30, alert())
    assert watch.live() == []
    (found,) = watch.see(60, alert()).live()
    assert (found.root, found.severity) == ("payment", Severity.HIGH)


def test_an_incident_that_opens_meanwhile_takes_the_waiting_alert() -> None:
    (found,) = Watch().see(30, alert()).see(40, alert(), anomaly()).live()
    assert (len(found.anomalies), len(found.alerts)) == (1, 1)


@pytest.mark.parametrize("severity", [AlertSeverity.INFO, AlertSeverity.NONE])
def test_an_alert_that_asks_nobody_opens_nothing(severity: AlertSeverity) -> None:
    assert Watch().see(600, alert(severity=severity)).all == {}


def test_an_alert_that_ended_while_it_waited_opens_nothing() -> None:
    assert Watch().see(90, alert(ended_s=NOW_S + 50)).all == {}


def test_an_alert_of_another_fault_does_not_tie_incidents_together() -> None:
    # Both call products; that it runs low on stock has nothing to do with them.
    stock = alert("products", name="ProductLowStock")
    watch = Watch().see(70, stock, anomaly("gateway")).see(75, anomaly("payment"))
    assert roots(watch.live()) == ["gateway", "payment"]


def test_an_alert_without_a_service_opens_one_of_its_own() -> None:
    disk = alert("", name="DiskAlmostFull", severity=AlertSeverity.CRITICAL)
    (found,) = Watch().see(60, disk).see(90, replace(disk, seen_s=NOW_S + 90)).live()
    assert (found.root, found.services) == ("<DiskAlmostFull>", [])


def whole(name: str, owner: str) -> Alert:
    return replace(alert("", name=name), labels={"owner": owner})


def test_an_alert_of_the_whole_shop_joins_what_is_measured_there() -> None:
    watch = Watch().see(10, anomaly("payment"))
    (found,) = watch.see(60, whole("CheckoutFailures", "shop")).live()
    assert [each.name for each in found.alerts] == ["CheckoutFailures"]


def test_an_alert_of_another_owners_whole_does_not() -> None:
    watch = Watch().see(10, anomaly("payment"))
    disk = whole("DiskAlmostFull", "platform")
    watch.see(60, disk).see(90, replace(disk, seen_s=NOW_S + 90))
    assert roots(watch.live()) == ["<DiskAlmostFull>", "payment"]


def test_a_signal_that_returns_after_its_incident_was_resolved_reopens_it() -> None:
    over = anomaly(ended_s=NOW_S + 50)
    past = incident(over, status=Status.RESOLVED, resolved_s=NOW_S + 60)
    (found,) = Watch(past).see(90, replace(over, ended_s=None)).live()
    assert (found.id, found.reopened) == (past.id, 1)


def test_a_signal_that_returns_by_another_fault_belongs_to_that() -> None:
    effect = anomaly("checkout", ended_s=NOW_S + 50)
    past = incident(effect, status=Status.RESOLVED, resolved_s=NOW_S + 60)
    watch = Watch(past).see(70, anomaly("inventory", NOW_S + 65))
    back = replace(effect, ended_s=None)
    (found,) = watch.see(75, back).see(80, back).live()
    assert (found.root, found.services) == ("inventory", ["checkout", "inventory"])


def test_a_signal_that_goes_on_when_somebody_resolves_stays_resolved() -> None:
    past = incident(anomaly(), status=Status.RESOLVED, resolved_s=NOW_S + 60)
    assert Watch(past).see(70, anomaly(seen_s=NOW_S + 70)).live() == []


def test_an_incident_ends_after_two_quiet_minutes() -> None:
    over = anomaly(ended_s=NOW_S + 50)
    watch = Watch().see(10, anomaly()).see(60, over)
    assert watch.see(169).live() != []
    assert watch.see(170).live() == []
    assert watch.events() == [EventKind.RESOLVED]


def test_alerts_that_still_fire_hold_it_for_a_while() -> None:
    watch = Watch().see(10, anomaly(ended_s=NOW_S + 9), alert())
    assert watch.see(908).live() != []
    assert watch.see(909).live() == []


def test_an_anomaly_that_nobody_confirms_any_more_is_over() -> None:
    watch = Watch().see(10, anomaly(seen_s=NOW_S + 10)).see(311)
    assert watch.live() == []
    assert watch.all["INC-1737404810-1"].anomalies[0].ended_s == NOW_S + 10


def test_the_same_fault_soon_after_is_the_same_incident() -> None:
    watch = Watch().see(10, anomaly(ended_s=NOW_S + 15)).see(140)
    assert watch.live() == []
    watch.see(1900, anomaly(started_s=NOW_S + 1890))
    (found,) = watch.live()
    assert (found.id, found.reopened) == ("INC-1737404810-1", 1)


def test_a_fault_of_another_kind_does_not_reopen() -> None:
    watch = Watch().see(10, anomaly(ended_s=NOW_S + 15)).see(140)
    watch.see(300, slow("payment", NOW_S + 290))
    assert [each.reopened for each in watch.live()] == [0]


def test_a_fault_much_later_is_a_new_incident() -> None:
    watch = Watch().see(10, anomaly(ended_s=NOW_S + 15)).see(140)
    watch.see(1941, anomaly(started_s=NOW_S + 1940))
    assert [each.reopened for each in watch.live()] == [0]


def test_resolving_by_hand_lasts_while_the_same_anomaly_goes_on() -> None:
    done = incident(anomaly(), status=Status.RESOLVED, resolved_s=NOW_S + 20)
    watch = Watch(done).see(30, anomaly(seen_s=NOW_S + 30))
    assert watch.live() == []


def test_an_incident_gets_worse_but_not_better_while_it_lasts() -> None:
    watch = Watch().see(10, anomaly(value=0.6))
    assert watch.live()[0].severity is Severity.CRITICAL
    watch.see(15, anomaly(value=0.1))
    assert watch.live()[0].severity is Severity.CRITICAL


@given(
    gaps=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 1700)), max_size=12),
    service=st.sampled_from(["payment", "checkout", "products"]),
)
@settings(max_examples=30, deadline=None)
def test_flapping_never_makes_a_second_incident(
    gaps: list[tuple[int, int]], service: str
) -> None:
    watch, at_s = Watch(), 0.0
    for on_s, off_s in [(10, 10), *gaps]:
        start_s = NOW_S + at_s
        watch.see(at_s + 5, anomaly(service, start_s))
        at_s += on_s
        watch.see(at_s + 5, anomaly(service, start_s, ended_s=NOW_S + at_s))
        watch.see(at_s + off_s)
        at_s += off_s
    assert len(watch.all) == 1


_SIGNS = st.builds(
    lambda service, start, kind: (
        alert(service, NOW_S + start)
        if kind is None
        else anomaly(service, NOW_S + start, signal=kind)
    ),
    st.sampled_from(["gateway", "checkout", "payment", "inventory", "products", "x"]),
    st.integers(0, 400),
    st.sampled_from([None, *Signal]),
)


@given(signs=st.lists(_SIGNS, max_size=25), order=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_within_a_round_does_not_matter(
    signs: list[Sign], order: object
) -> None:
    unique = list({sign.key: sign for sign in signs}.values())
    shuffled = list(unique)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = Watch().see(420, *unique), Watch().see(420, *shuffled)
    assert one.all == two.all
    assert one.last == two.last


@given(signs=st.lists(_SIGNS, max_size=25), cuts=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_every_sign_ends_up_in_exactly_one_incident(
    signs: list[Sign], cuts: int
) -> None:
    unique = list({sign.key: sign for sign in signs}.values())
    watch = Watch()
    left: list[Sign] = []
    for turn in range(cuts):
        batch = [*left, *unique[turn::cuts]]
        # By then every alert has waited long enough.
        watch.see(470 + turn, *batch)
        placed = {sign.key for each in watch.all.values() for sign in each.signs}
        left = [sign for sign in batch if sign.key not in placed]
    assert left == []
    keys = [sign.key for each in watch.all.values() for sign in each.signs]
    assert sorted(map(str, keys)) == sorted(str(sign.key) for sign in unique)
