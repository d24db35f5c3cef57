import pytest

from tests.unit.gate.factories import a_result, a_stage
from tools.gate.model import State
from tools.gate.verdict import audited, blocking, unmet


@pytest.mark.parametrize(
    ("state", "audit", "everything", "blocks"),
    [
        (State.PASSED, True, True, False),
        (State.CACHED, True, True, False),
        (State.FAILED, False, False, True),
        (State.NOT_AUDITED, False, True, False),
        (State.NOT_AUDITED, True, False, True),
        (State.NOT_RUN, True, False, False),
        (State.NOT_RUN, False, True, True),
    ],
)
def test_what_keeps_the_gate_shut(state, audit, everything, blocks):
    result = a_result(state=state)

    found = blocking([result], require_audit=audit, require_all=everything)

    assert found == ([result] if blocks else [])


def test_stage_waits_for_passes_of_those_that_run_too():
    results = {state.name: a_result(state.name, state) for state in State}
    stage = a_stage(needs=(*results, "not-part-of-this-run"))

    assert unmet(stage, results) == ["FAILED", "NOT_RUN"]


def test_audits_count_when_each_has_found_somebody_to_ask():
    assert audited([a_result(), a_result(state=State.CACHED)])
    assert not audited([a_result(), a_result(state=State.NOT_AUDITED)])
