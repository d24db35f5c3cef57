"""What Pulumi 3.200 printed of the real program, cut down to one service."""

from pathlib import Path

from tools.changes import policies, preview
from tools.changes.cost import Limits, costs, total
from tools.changes.losses import losses
from tools.changes.resources import Kind, by_service, changes

RECORDED = Path(__file__).parent / "recorded"


def recorded():
    return changes(preview.parse((RECORDED / "created.json").read_text()))


def test_a_new_service_has_its_volume_and_its_container():
    [(service, group)] = by_service(recorded()).items()

    assert service == "payment"
    assert {c.short_type for c in group} == {"Volume", "Workload", "Container"}
    assert {c.kind for c in group} == {Kind.CREATED}
    assert {c.owner for c in group} == {"shop"}


def test_its_limits_are_read():
    assert total(costs(recorded())).after == Limits(memory_mib=256, cpus=1)


def test_nothing_is_lost_by_what_is_new():
    assert losses(recorded()) == ()


def test_every_policy_s_verdict_is_read():
    verdicts = policies.parse((RECORDED / "events.jsonl").read_text())

    assert verdicts.policies > 20
    assert verdicts.failed == 0
    assert verdicts.violations == ()
