import pytest

from tests.unit.gate.factories import a_result, a_runner, a_stage, states
from tools.gate.model import Keep, State

FAILS = "print('first'); print('it is broken'); raise SystemExit(1)"


def test_stage_passes_with_the_last_line_that_it_wrote(tmp_path):
    [result] = a_runner(tmp_path).run([a_stage(code="print('1 passed'); print()")])

    assert (result.state, result.said) == (State.PASSED, "1 passed")


def test_a_stage_sees_no_secret_of_the_stack(tmp_path, monkeypatch):
    monkeypatch.setenv("PHAROS_SECRET_WEBHOOK_URL", "http://hook.example/canary")
    code = "import os; print([n for n in os.environ if 'SECRET' in n])"

    [result] = a_runner(tmp_path).run([a_stage(code=code)])

    assert result.said == "[]"


def test_unchanged_inputs_are_not_looked_at_again(tmp_path):
    stage = a_stage()
    states(a_runner(tmp_path), stage)

    [result] = a_runner(tmp_path).run([stage])

    assert result.state is State.CACHED
    assert result.said.startswith("passed 20")


@pytest.mark.parametrize("name", ["src/a.txt", "pyproject.toml", "src/new.txt"])
def test_changed_or_new_input_is_looked_at_again(tmp_path, name):
    stage, runner = a_stage(), a_runner(tmp_path)
    states(runner, stage)
    (runner.checkout / name).write_text("changed")

    assert states(a_runner(tmp_path), stage) == {"one": State.PASSED}


def test_what_a_stage_does_not_read_may_change(tmp_path):
    stage, runner = a_stage(), a_runner(tmp_path)
    states(runner, stage)
    (runner.checkout / "other.txt").write_text("changed")

    assert states(a_runner(tmp_path), stage) == {"one": State.CACHED}


def test_deleted_input_is_noticed(tmp_path):
    stage, runner = a_stage(), a_runner(tmp_path)
    (runner.checkout / "src" / "b.txt").write_text("b")
    states(runner, stage)
    (runner.checkout / "src" / "b.txt").unlink()

    assert states(a_runner(tmp_path), stage) == {"one": State.PASSED}


def test_another_command_or_tool_is_run(tmp_path):
    states(a_runner(tmp_path, tools={"promtool": ["a"]}), a_stage(tools=("promtool",)))

    again = a_runner(tmp_path, tools={"promtool": ["b"]})
    assert states(again, a_stage(tools=("promtool",))) == {"one": State.PASSED}
    assert states(a_runner(tmp_path), a_stage(code="pass")) == {"one": State.PASSED}


def test_failure_is_never_remembered(tmp_path):
    for _ in range(2):
        assert states(a_runner(tmp_path), a_stage(code=FAILS)) == {"one": State.FAILED}


def test_fresh_run_takes_nothing_from_before(tmp_path):
    states(a_runner(tmp_path), a_stage())

    assert states(a_runner(tmp_path, fresh=True), a_stage()) == {"one": State.PASSED}


def test_stage_that_depends_on_more_than_files_is_always_run(tmp_path):
    stage = a_stage(keep=Keep.NEVER)
    states(a_runner(tmp_path), stage)

    assert states(a_runner(tmp_path), stage) == {"one": State.PASSED}


def test_pass_is_not_remembered_when_an_input_changed_meanwhile(tmp_path):
    stage = a_stage(code="open('src/a.txt', 'a').write('more')")

    assert states(a_runner(tmp_path), stage) == {"one": State.PASSED}
    assert states(a_runner(tmp_path), stage) == {"one": State.PASSED}


def test_audit_without_anybody_to_ask_is_no_pass_and_not_remembered(tmp_path):
    stage = a_stage(code="print('offline'); raise SystemExit(3)", audits=True)

    for _ in range(2):
        [result] = a_runner(tmp_path).run([stage])
        assert (result.state, result.said) == (State.NOT_AUDITED, "offline")


def test_only_an_audit_can_have_nobody_to_ask(tmp_path):
    stage = a_stage(code="raise SystemExit(3)")

    assert states(a_runner(tmp_path), stage) == {"one": State.FAILED}


def test_missing_tool_is_said_with_the_fix(tmp_path):
    [result] = a_runner(tmp_path).run([a_stage(tools=("amtool",))])

    assert result.state is State.NOT_RUN
    assert result.said == "amtool is not there; `make images` gets it"


def test_program_that_is_not_there_fails(tmp_path):
    [result] = a_runner(tmp_path).run([a_stage(argv=("no-such-program",))])

    assert result.state is State.FAILED
    assert "no-such-program` cannot be run" in result.output


def test_failure_does_not_stop_others_but_what_needs_it(tmp_path):
    last = a_stage("last", argv=(), needs=("bad", "good"))
    runner = a_runner(tmp_path, acts={"last": lambda: pytest.fail("it was run")})

    found = states(runner, a_stage("bad", FAILS), a_stage("good"), last)

    assert found == {
        "bad": State.FAILED,
        "good": State.PASSED,
        "last": State.NOT_RUN,
    }
    assert runner.results["last"].said == "needs bad"


def test_what_the_caller_does_comes_after_what_it_needs(tmp_path):
    seen = []

    def act():
        seen.extend(runner.results)
        return a_result("last", said="3 create", output="+ create")

    last = a_stage("last", argv=(), needs=("one", "two"))
    runner = a_runner(tmp_path, acts={"last": act})

    found = runner.run([a_stage("one"), a_stage("two", "print(2)"), last])

    assert sorted(seen) == ["one", "two"]
    assert (found[-1].said, found[-1].output) == ("3 create", "+ create")


def test_everything_that_a_stage_wrote_is_in_its_log(tmp_path):
    runner = a_runner(tmp_path)
    states(runner, a_stage("Rule tests: all", FAILS))

    log = runner.logs / "rule-tests-all.log"
    assert log.read_text() == "first\nit is broken\n"
