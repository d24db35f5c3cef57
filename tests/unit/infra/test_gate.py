import contextlib
from datetime import date

import pytest

from infra import content, gate
from infra.gate import GateError
from infra.specs.settings import parse

TODAY, TOMORROW = date(2026, 1, 1), date(2026, 1, 2)


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "a.py").write_text("a")
    return folder


def passed(checkout, home, settings):
    """Write down that the gate has passed what *checkout* holds."""
    digests = content.digests(checkout)
    found = gate.fingerprint(digests, settings, home / "images.json", date.today())
    path = gate.record(home, found)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")


def require(checkout, home, settings):
    gate.require(checkout, home, settings, home / "images.json")


def test_stack_that_asks_for_the_gate_is_refused_without_a_pass(checkout, tmp_path):
    with pytest.raises(GateError, match="run `make preview STACK=prod`"):
        require(checkout, tmp_path, parse("prod", {}))


def test_stack_is_updated_with_what_the_gate_has_passed(checkout, tmp_path):
    settings = parse("prod", {})
    passed(checkout, tmp_path, settings)

    require(checkout, tmp_path, settings)


@pytest.mark.parametrize("changed", ["file", "settings", "images"])
def test_whatever_changes_has_to_pass_again(checkout, tmp_path, changed):
    settings = parse("prod", {})
    passed(checkout, tmp_path, settings)
    if changed == "file":
        (checkout / "a.py").write_text("b")
    elif changed == "images":
        (tmp_path / "images.json").write_text("{}")
    else:
        settings = parse("prod", {"scrapeInterval": "30s"})

    with pytest.raises(GateError):
        require(checkout, tmp_path, settings)


def test_what_pulumi_writes_into_settings_changes_nothing(checkout, tmp_path):
    settings = parse("prod", {})
    (checkout / "Pulumi.prod.yaml").write_text("config: {}\n")
    passed(checkout, tmp_path, settings)
    (checkout / "Pulumi.prod.yaml").write_text("encryptionsalt: x\nconfig: {}\n")

    require(checkout, tmp_path, settings)


@pytest.mark.parametrize(
    ("kept", "refused"),
    [
        ("stacks/prod/releases/0003/source", False),
        ("stacks/qa/releases/1/source", True),
    ],
)
def test_release_that_the_stack_has_run_is_not_refused(tmp_path, kept, refused):
    """Whatever day it is: a rollback has to work when it is needed."""
    source = tmp_path / kept
    source.mkdir(parents=True)
    asked = pytest.raises(GateError) if refused else contextlib.nullcontext()

    with asked:
        require(source, tmp_path, parse("prod", {}))


def test_pass_counts_for_its_day(tmp_path):
    settings, images = parse("prod", {}), tmp_path / "images.json"

    first = gate.fingerprint({}, settings, images, TODAY)
    assert gate.fingerprint({}, settings, images, TOMORROW) != first


@pytest.mark.parametrize(
    ("stack", "raw"), [("dev", {}), ("prod", {"gate": "policies"})]
)
def test_other_stacks_are_not_refused(checkout, tmp_path, stack, raw):
    require(checkout, tmp_path, parse(stack, raw))
