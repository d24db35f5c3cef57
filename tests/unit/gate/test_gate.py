import argparse
from types import SimpleNamespace

import pytest

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.display import Silent
from tools.bootstrap.processes import Processes
from tools.gate import gate as gates
from tools.gate.gate import Gate
from tools.gate.model import State
from tools.gate.table import STAGES
from tools.images.model import Resolved, ResolvedImage, Source
from tools.images.written import write_resolved

[SCAN] = [stage for stage in STAGES if stage.name == "image scan"]


@pytest.fixture
def context(tmp_path, monkeypatch):
    """A stack whose Python only repeats its words."""
    monkeypatch.setattr(gates.venv, "ensure", lambda *words: None)
    where = places_in(tmp_path)
    where.checkout.mkdir(parents=True, exist_ok=True)
    (where.checkout / "pyproject.toml").write_text("")
    python = where.venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    return SimpleNamespace(
        where=where,
        stack="prod",
        plain=True,
        processes=Processes(),
        arguments=argparse.Namespace(fresh=False),
    )


def resolve(context, reference):
    image = ResolvedImage(
        reference=reference, source=Source.PULLED, name="n", probe=("x",)
    )
    folder = context.where.stack(context.stack)
    write_resolved(folder, Resolved(images={"app": image}, missing={}, tools={}))


def scan(context):
    gate = Gate(context=context, require_all=True)
    gate.run([SCAN], Silent())
    [result] = gate.results
    return result


def test_the_images_of_the_stack_itself_are_scanned_and_again_when_they_change(context):
    resolve(context, "a@sha256:1")
    first, second = scan(context), scan(context)
    resolve(context, "a@sha256:2")
    third = scan(context)

    assert first.said.endswith("tools.supply images --stack=prod")
    assert [first.state, second.state, third.state] == [
        State.PASSED,
        State.CACHED,
        State.PASSED,
    ]


def test_without_images_there_is_nothing_to_scan(context):
    found = scan(context)

    assert found.state is State.NOT_RUN
    assert found.said == "images is not there; `make images` gets it"
