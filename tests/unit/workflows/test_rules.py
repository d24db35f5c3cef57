import pytest

from tests.unit.workflows.factories import COMMIT, a_job, a_step, a_workflow, uses
from tools.workflows import rules

SAME = "github.event.pull_request.head.repo.full_name == github.repository"
CHECKOUT = f"actions/checkout@{COMMIT}"


def test_a_modest_workflow_is_well():
    assert rules.judge([a_workflow()]) == []


@pytest.mark.parametrize(
    "line",
    [
        "actions/cache@v5",
        "actions/cache@main",
        "actions/cache@27d5ce7",
        "docker://alpine:3.20",
    ],
)
def test_an_action_by_a_name_that_can_move_is_refused(line):
    [said] = rules.judge([uses(line)])

    assert f"{line} is not pinned; write its commit, 40 hex digits" in said


@pytest.mark.parametrize("comment", ["", "# v7", "# latest"])
def test_a_pinned_action_says_which_version_it_is(comment):
    [said] = rules.judge([uses(f"actions/cache@{COMMIT} {comment}")])

    assert "does not say which version it is" in said


def test_a_pinned_action_with_its_version_is_well():
    assert rules.judge([uses(f"actions/cache@{COMMIT} # v5.0.5")]) == []


def test_an_action_of_ours_needs_no_pin():
    assert rules.judge([uses("./.github/actions/setup")]) == []


def test_two_versions_of_one_action_disagree():
    other = COMMIT.replace("3", "4")
    found = rules.judge(
        [
            uses(f"actions/cache@{COMMIT} # v5.0.5"),
            uses(f"actions/cache@{other} # v5.0.4", name=".github/workflows/b.yml"),
        ]
    )

    assert [said.partition(":")[0] for said in found] == [
        "actions/cache is used in 2 versions"
    ]


@pytest.mark.parametrize("granted", [None, "write-all", {"contents": "read"}])
def test_the_token_may_do_nothing_unless_a_job_says_so(granted):
    [said] = rules.judge([a_workflow(permissions=granted)])

    assert "`permissions:` at the top has to be `{}`" in said


@pytest.mark.parametrize("granted", [None, "write-all", "read-all"])
def test_a_job_names_what_it_needs(granted):
    [said] = rules.judge([a_workflow(a_job(permissions=granted))])

    assert "has to name what the job needs" in said


@pytest.mark.parametrize("scope", ["contents", "actions", "packages"])
def test_no_job_writes_where_none_has_to(scope):
    [said] = rules.judge([a_workflow(a_job(permissions={scope: "write"}))])

    assert f"{scope}: write is more than any job here needs" in said


@pytest.mark.parametrize(
    "trigger", ["pull_request_target", "workflow_run", "issue_comment"]
)
def test_triggers_that_trust_strangers_are_refused(trigger):
    [said] = rules.judge([a_workflow(on={trigger: None})])

    assert f"{trigger} runs with this repository's secrets" in said


TRUSTED = [
    {"permissions": {"pull-requests": "write"}},
    {"env": {"KEY": "${{ secrets.KEY }}"}},
    {"runs-on": "self-hosted"},
    {"runs-on": "${{ vars.RUNNER }}"},
]


@pytest.mark.parametrize("fields", TRUSTED)
@pytest.mark.parametrize("condition", ["", "always()", f"{SAME} || always()"])
def test_a_fork_gets_no_secret_no_token_and_no_runner_of_ours(fields, condition):
    job = a_job(**fields, **({"if": condition} if condition else {}))

    [said] = rules.judge([a_workflow(job, on="pull_request")])

    assert "does not refuse forks" in said


@pytest.mark.parametrize("fields", TRUSTED)
def test_a_job_that_refuses_forks_may_have_them(fields):
    job = a_job(**fields, **{"if": SAME})

    assert rules.judge([a_workflow(job, on="pull_request")]) == []


@pytest.mark.parametrize(
    "script",
    [
        "echo ${{ github.event.pull_request.title }}",
        "make up STACK=${{ inputs.stack }}",
        "git checkout ${{ github.head_ref }}",
    ],
)
def test_no_expression_is_pasted_into_a_script(script):
    [said] = rules.judge([a_workflow(a_job(a_step(run=script)))])

    assert "becomes part of the script" in said


def test_an_expression_may_arrive_as_a_variable():
    step = a_step(env={"STACK": "${{ inputs.stack }}"})

    assert rules.judge([a_workflow(a_job(step))]) == []


@pytest.mark.parametrize("limit", [None, 0, 121, "10"])
def test_every_job_ends_by_itself(limit):
    [said] = rules.judge([a_workflow(a_job(**{"timeout-minutes": limit}))])

    assert "`timeout-minutes:` has to be 1 to 120" in said


def test_runs_of_one_kind_do_not_fight():
    [said] = rules.judge([a_workflow(concurrency=None)])

    assert "`concurrency:` is missing" in said


def test_concurrency_may_be_each_job_s_own():
    job = a_job(concurrency="mine")

    assert rules.judge([a_workflow(job, concurrency=None)]) == []


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({}, "persist-credentials: false"),
        ({"persist-credentials": True}, "persist-credentials: false"),
        (
            {"persist-credentials": False, "allow-unsafe-pr-checkout": True},
            "allow-unsafe-pr-checkout checks a stranger's code out",
        ),
    ],
)
def test_a_checkout_keeps_no_token(inputs, problem):
    workflow = a_workflow(a_job({"uses": CHECKOUT, "with": inputs}))

    assert any(problem in said for said in rules.judge([workflow]))
