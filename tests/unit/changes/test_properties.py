import pytest

from tests.unit.changes.factories import CONTAINER, parsed
from tests.unit.changes.factories import step as a_step
from tools.changes.properties import CHANGED_SECRET, LATER, SECRET, properties

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def differing(before, after, **others):
    [step] = parsed(a_step("update", CONTAINER, "x", before, after, **others)).steps
    return {p.path: (p.before, p.after) for p in properties(step)}


def test_nothing_differs_between_equal_sides():
    assert differing({"a": 1, "b": ["x"]}, {"a": 1.0, "b": ["x"]}) == {}


def test_what_is_empty_and_what_is_absent_are_the_same():
    assert differing({"signal": ""}, {}) == {}


def test_values_are_told_by_path():
    assert differing({"a": {"b": 1}, "c": True}, {"a": {"b": 2}, "d": "x"}) == {
        "a.b": ("1", "2"),
        "c": ("true", ""),
        "d": ("", "x"),
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["A=1", "B=2"], ["B=3", "A=1"], {"x[B]": ("2", "3")}),
        (
            [{"label": "a", "value": "1"}],
            [{"label": "z", "value": "0"}, {"label": "a", "value": "2"}],
            {"x[a]": ("1", "2"), "x[z]": ("", "0")},
        ),
        (
            [{"name": "nproc", "hard": 1}],
            [{"name": "nproc", "hard": 2}],
            {"x[nproc].hard": ("1", "2")},
        ),
        (["run", "a"], ["run", "b"], {"x[1]": ("a", "b")}),
    ],
)
def test_items_of_lists_are_told_by_name_where_they_have_one(before, after, expected):
    assert differing({"x": before}, {"x": after}) == expected


def test_what_the_update_brings_is_said_in_words():
    assert differing({"a": "1"}, {"a": UNKNOWN}) == {"a": ("1", LATER)}


def test_bookkeeping_of_pulumi_is_left_out():
    assert differing({"__provider": "gASV"}, {"__provider": "other"}) == {}


def test_a_changed_secret_is_told_without_its_value():
    both = {"secrets": {"token": SECRET}}

    assert differing(both, both, diffReasons=["secrets"]) == {
        "secrets": (SECRET, CHANGED_SECRET)
    }


@pytest.mark.parametrize(
    "value",
    ["ADMIN_PASSWORD=hunter2", "DATABASE_URL=postgresql://u:hunter2@db/x"],
)
def test_a_secret_that_pulumi_was_not_told_of_is_masked_too(value):
    found = differing({"envs": [value]}, {"envs": [f"{value}3"]})

    assert list(found.values()) == [(SECRET, CHANGED_SECRET)]
    assert "hunter2" not in str(found)


def test_of_a_file_the_lines_that_differ_are_told():
    before, after = "a\nb\nc\nd\n", "a\nB\nc\nd\n"
    [step] = parsed(a_step("update", CONTAINER, "x", {"f": before}, {"f": after})).steps
    [found] = properties(step)

    assert found.is_text
    assert found.counted == "+1 -1 lines"
    assert found.lines == ("@@ -1,4 +1,4 @@", " a", "-b", "+B", " c", " d")
