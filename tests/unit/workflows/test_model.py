import pytest

from tests.unit.workflows.factories import a_job, a_step, a_workflow
from tools.workflows.errors import WorkflowError
from tools.workflows.model import parse

ACTION = "name: setup\nruns:\n  using: composite\n  steps:\n    - run: make help\n"


@pytest.mark.parametrize(
    ("on", "triggers"),
    [
        ("push", {"push"}),
        (["push", "pull_request"], {"push", "pull_request"}),
        ({"schedule": [{"cron": "0 3 * * *"}]}, {"schedule"}),
    ],
)
def test_triggers_are_read_in_each_spelling(on, triggers):
    assert a_workflow(on=on).triggers == triggers


def test_a_step_knows_where_it_is():
    workflow = a_workflow(a_job(a_step(), a_step(name="Tests")))

    assert [step.where for step in workflow.steps] == [
        ".github/workflows/ci.yml: job0, step 1",
        ".github/workflows/ci.yml: job0, step 2",
    ]


def test_an_action_of_ours_has_steps_and_no_triggers():
    action = parse(".github/actions/setup/action.yml", ACTION)

    assert action.is_action
    assert action.triggers == frozenset()
    assert [step.run for step in action.steps] == ["make help"]


@pytest.mark.parametrize(
    ("text", "said"), [("a: [", "is not YAML"), ("a: 1", "has no `jobs:`")]
)
def test_a_file_that_is_no_workflow_is_refused_by_name(text, said):
    with pytest.raises(WorkflowError, match=f"ci.yml {said}"):
        parse("ci.yml", text)
