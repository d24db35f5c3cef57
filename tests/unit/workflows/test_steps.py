import pytest

from tests.unit.workflows.factories import a_job, a_step, a_workflow
from tools.workflows import steps
from tools.workflows.errors import WorkflowError
from tools.workflows.steps import Listed

PRESENT = frozenset({"help", "test"})


def listed(**fields):
    nothing = {
        "github": {},
        "cheap": frozenset({"help"}),
        "elsewhere": {},
    }
    return Listed(**{**nothing, **fields})


def problems(script, *, name="", **fields):
    workflow = a_workflow(a_job(a_step(run=script, name=name)))
    return [*steps.problems([workflow], PRESENT, listed(**fields))]


@pytest.mark.parametrize(
    ("script", "made"),
    [
        ("make help", ["help"]),
        ("make up STACK=dev PLAIN=1\n\nmake smoke STACK=dev\n", ["up", "smoke"]),
        ('make traffic ARGS="rate --seconds 5"', ["traffic"]),
    ],
)
def test_the_targets_of_a_script_are_found(script, made):
    assert steps.make_targets(script) == made


@pytest.mark.parametrize(
    "script",
    ["pytest", "make", "make help || true", "make a b", "make -k test", "cd x"],
)
def test_a_line_that_is_more_than_a_target_is_refused(script):
    with pytest.raises(WorkflowError, match="is more than one make target"):
        steps.make_targets(script)


def test_a_script_of_known_targets_is_well():
    assert problems("make help") == []


def test_a_target_that_the_makefile_lacks_is_named():
    [said] = problems("make help\nmake nothing")

    assert "the Makefile has no target 'nothing'" in said


def test_a_target_that_nothing_runs_is_named():
    [said] = problems("make help\nmake test")

    assert "nothing runs `make test` for real" in said
    assert problems("make help\nmake test", elsewhere={"test": ".ci/run"}) == []


def test_a_step_that_asks_github_is_listed_with_its_reason():
    listed_steps = {"ci.yml: job0: Comment": "asks GitHub"}

    assert problems("gh api", name="Comment", github=listed_steps, cheap=()) == []


def test_what_is_listed_and_not_there_is_stale():
    found = problems("make help", github={"ci.yml: gone": ""}, elsewhere={"up": "e2e"})

    assert [said.partition(" lists ")[2] for said in found] == [
        "'ci.yml: gone', and there is no such step",
        "the target 'up', and no workflow uses it",
    ]


def test_the_targets_of_a_makefile_are_those_with_words():
    text = "help: ## Lists\n\t@x\n.PHONY: help\nimages-pin: ## Looks\nhidden:\n"

    assert steps.targets(text) == {"help", "images-pin"}
