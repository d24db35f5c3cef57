import argparse
from types import SimpleNamespace

import pytest

from infra.specs.settings import parse
from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.display import Silent
from tools.bootstrap.processes import Processes
from tools.gate import before
from tools.gate import gate as gates
from tools.gate.before import GateShut, Policies, before_preview, before_update
from tools.gate.gate import Passed
from tools.gate.model import State
from tools.gate.table import PREVIEW, STAGES


class Told(Silent):
    def __init__(self):
        self.lines = []

    def line(self, text):
        self.lines.append(text)


@pytest.fixture
def context(tmp_path):
    where = places_in(tmp_path)
    for name in ("rules/generated/a.yaml", "docs/page.md"):
        path = where.checkout / name
        path.parent.mkdir(parents=True)
        path.write_text(name)
    return SimpleNamespace(
        where=where,
        stack="prod",
        plain=True,
        processes=Processes(),
        arguments=argparse.Namespace(require_audit=False, fresh=False),
    )


@pytest.fixture
def preview_only(monkeypatch):
    """A gate of its last stage alone, in a virtual environment that is complete."""
    monkeypatch.setattr(before, "STAGES", [s for s in STAGES if s.name == PREVIEW])
    monkeypatch.setattr(gates.venv, "ensure", lambda *words: None)


def settings(**raw):
    return parse("prod", raw)


def preparation(**raw):
    return SimpleNamespace(settings=settings(**raw), display=Told())


def ending(code, said):
    """Return a Pulumi whose preview ends like that."""
    return SimpleNamespace(preview=lambda **files: (code, said))


def test_policies_are_asked_once_for_the_same_content(context):
    first = Policies(context, settings(gate="policies"))
    assert first.due
    first.passed()

    assert not Policies(context, settings(gate="policies")).due


def test_update_that_failed_asks_them_again(context):
    Policies(context, settings(gate="policies"))

    assert Policies(context, settings(gate="policies")).due


@pytest.mark.parametrize(
    ("name", "due"), [("rules/generated/a.yaml", True), ("docs/page.md", False)]
)
def test_policies_are_asked_again_when_what_is_declared_may_differ(context, name, due):
    Policies(context, settings(gate="policies")).passed()
    (context.where.checkout / name).write_text("changed")

    assert Policies(context, settings(gate="policies")).due == due


def test_policies_are_asked_again_for_other_settings(context):
    Policies(context, settings(gate="policies")).passed()

    assert Policies(context, settings(gate="policies", simulation="on")).due


def test_policies_are_always_asked_where_a_key_is_trusted(context):
    """The signed release lies outside what a pass is remembered by."""
    trusting = settings(gate="policies", releaseKey="release.pub")
    Policies(context, trusting).passed()

    assert Policies(context, trusting).due


def test_where_the_whole_gate_is_asked_it_has_asked_the_policies(context):
    assert not Policies(context, settings()).due


def test_stacks_that_do_not_ask_for_the_gate_are_updated_at_once(context):
    before_update(context, preparation(gate="preview"), ending(1, "not asked"))


@pytest.mark.usefixtures("preview_only")
def test_shut_gate_stops_an_update_with_the_reason(context):
    with pytest.raises(GateShut, match="nothing was changed") as shut:
        before_update(context, preparation(), ending(255, "error: no stack"))

    assert "error: no stack" in str(shut.value)
    assert Passed.of(context, settings()).when(require_audit=False) == ""


@pytest.mark.usefixtures("preview_only")
def test_preview_alone_is_no_pass_of_the_gate(context):
    gate = before_preview(context, preparation(gate="policies"), ending(1, "no"))

    assert [result.state for result in gate.results] == [State.FAILED]
    assert not (context.where.home / "gate").exists()


def test_pass_of_the_gate_lets_an_update_through_at_once(context):
    passed = Passed.of(context, settings())
    passed.write([gates.Result(stage="lint", state=State.PASSED)])
    prepared = preparation()

    before_update(context, prepared, ending(1, "not asked"))

    assert prepared.display.lines[0].startswith("The gate has passed this content")


def test_pass_without_an_audit_is_none_where_audits_are_required(context):
    passed = Passed.of(context, settings())
    passed.write([gates.Result(stage="image scan", state=State.NOT_AUDITED)])

    assert passed.when(require_audit=False)
    assert not passed.when(require_audit=True)


def test_gate_with_a_stage_that_was_not_run_is_no_pass(context):
    passed = Passed.of(context, settings())
    passed.write([gates.Result(stage="rule tests", state=State.NOT_RUN)])

    assert not passed.when(require_audit=False)
