"""Values that only the update itself brings: no policy may stumble over them unseen."""

from pathlib import Path

import pytest

from tools.gate.model import State

HERE = Path(__file__).parent


@pytest.fixture
def unknown(engine_run):
    """The program whose containers depend on what is not there yet."""
    engine_run.use_program(HERE / "unknown_program.py")
    return engine_run


def test_policy_that_could_not_run_fails_the_gate(unknown):
    unknown.use_pack(HERE / "touching")

    result = unknown.preview()

    # To Pulumi this is a good preview.
    assert all("error" not in event for event in unknown.events())
    assert result.state is State.FAILED
    assert "no verdict of policy no-latest" in result.output
    assert "can't be known during preview" in result.output


def test_our_policies_decide_without_what_is_unknown(unknown):
    result = unknown.preview()

    assert "refused by policy" in result.output
    assert "no verdict" not in result.output
    assert "can't be known during preview" not in str(unknown.events())
