import pytest
import yaml

from tools.changes.errors import InputError
from tools.changes.resources import Kind
from tools.changes.rules import rule_changes

DOWN = {
    "alert": "TargetDown",
    "expr": "up == 0",
    "for": "1m",
    "labels": {"severity": "critical"},
    "annotations": {"summary": "is down"},
}
RATE = {"record": "service:requests:rate5m", "expr": "rate(requests[5m])"}


def text(*rules):
    return yaml.safe_dump({"groups": [{"name": "g", "rules": list(rules)}]})


def changed(before, after):
    return rule_changes({"a.yaml": text(*before)}, {"a.yaml": text(*after)})


def test_equal_rules_do_not_differ_wherever_they_stand():
    before = {"a.yaml": text(DOWN, RATE)}
    after = {"a.yaml": text(RATE), "b.yaml": text(DOWN)}

    assert rule_changes(before, after) == ()


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"expr": "up < 1"}, "expr"),
        ({"for": "5m"}, "for"),
        ({"labels": {"severity": "warning"}}, "labels.severity"),
        ({"annotations": {"summary": "is away"}}, "annotations.summary"),
    ],
)
def test_a_changed_alert_tells_the_field_before_and_after(part, field):
    [change] = changed([DOWN], [{**DOWN, **part}])

    assert (change.kind, change.name, change.fields) == (
        Kind.CHANGED,
        "TargetDown",
        (field,),
    )
    assert change.before[field] != change.after[field]


def test_expression_wait_and_severity_come_first():
    other = {"alert": "TargetDown", "expr": "up < 1", "for": "5m"}
    [change] = changed([DOWN], [other])

    assert change.fields == ("expr", "for", "labels.severity", "annotations.summary")


def test_new_and_removed_rules_are_told_alerts_first():
    found = changed([RATE], [DOWN])

    assert [(c.kind, c.is_alert) for c in found] == [
        (Kind.CREATED, True),
        (Kind.DELETED, False),
    ]


def test_namesakes_are_told_apart_by_their_labels_then_by_place():
    def about(job, expr="x"):
        return {"alert": "Missing", "expr": expr, "labels": {"job": job}}

    found = changed(
        [about("a"), about("b"), about("b")],
        [about("a"), about("b"), about("b", "y")],
    )

    assert [change.name for change in found] == ["Missing (b) #2"]


@pytest.mark.parametrize("wrong", ["{", "a: b", "- x"])
def test_a_file_of_something_else_is_refused_by_name(wrong):
    with pytest.raises(InputError, match=r"a\.yaml is no file of rules"):
        rule_changes({}, {"a.yaml": wrong})
