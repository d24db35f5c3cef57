import pytest

from tests.unit.changes.factories import container, parsed, text, urn
from tests.unit.changes.factories import step as a_step
from tools.changes.errors import PreviewError
from tools.changes.preview import Urn, parse

CONTAINER = "docker:index/container:Container"


def test_a_urn_tells_stack_type_and_name():
    found = Urn(urn("a:b:C", "some::name", parent="x:y:Z"))

    assert (found.stack, found.type, found.name) == ("rpt", "a:b:C", "some::name")


def test_the_stack_itself_is_no_resource_that_changes():
    assert parsed().steps == ()
    assert parsed().stack == "rpt"


def test_both_sides_of_a_step_are_read():
    [step] = parsed(
        a_step("update", CONTAINER, "items", container(), container(memory=512))
    ).steps

    assert step.old.inputs["memory"] == 256
    assert step.new.inputs["memory"] == 512


def test_what_pulumi_calls_an_error_is_kept():
    said = [
        {"severity": "warning", "message": "old"},
        {"severity": "error", "message": "error: cannot delete\n"},
    ]

    assert parsed(diagnostics=said).problems == ("cannot delete",)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("{", "no JSON"),
        ("[]", "no list of steps"),
        ('{"steps": []}', "not even the stack's own"),
        ('{"steps": [{"op": "same"}]}', "cannot be read"),
        ('{"steps": [{"op": "same", "urn": "x"}]}', "cannot be read"),
        (text({"op": "same", "urn": urn("a", "b"), "newState": 3}), "cannot be read"),
    ],
)
def test_what_is_no_preview_is_refused_with_the_command(given, words):
    with pytest.raises(PreviewError, match="pulumi preview --json") as caught:
        parse(given)

    assert words in str(caught.value)
