import argparse
import io
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.tools import require
from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.cli import main, parser
from tools.bootstrap.commands import up
from tools.bootstrap.commands.gen import GENERATORS
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError
from tools.bootstrap.places import CHECKOUT

TARGETS = re.findall(
    r"^([a-z-]+):.*## ", (CHECKOUT / "Makefile").read_text(), re.MULTILINE
)
WORDS = {
    "secret": ["NAME=x"],
    "restore": ["FILE=x"],
    "migrate": ["TO=x"],
    "evidence": ["SCENARIO=5xx"],
    "rotate": ["SECRET=x"],
    "promote": ["FROM=a", "TO=b"],
}

# The make that runs the gate hands its own words down, such as STACK.
ALONE = {"PATH": os.environ.get("PATH", os.defpath)}


def command_of(target, *more):
    """What make would run for *target*, as words for our parser."""
    words = [target, *WORDS.get(target, []), *more]
    done = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", *words],
        cwd=CHECKOUT,
        env=ALONE,
        capture_output=True,
        text=True,
        check=True,
    )
    return shlex.split(done.stdout)[3:]


@pytest.mark.parametrize("target", [t for t in TARGETS if t != "help"])
def test_every_target_is_a_command_that_there_is(target):
    require("make", found=shutil.which("make") is not None)

    arguments = parser().parse_args(command_of(target))

    module = arguments.command.replace("-", "_")
    assert (CHECKOUT / "tools" / "bootstrap" / "commands" / f"{module}.py").exists()
    assert arguments.stack == "dev"


@pytest.mark.parametrize("name", ["a b", "it's", "--plain", "../up", "", "é", "a;id"])
def test_an_odd_stack_name_is_one_message(name, capsys):
    require("make", found=shutil.which("make") is not None)

    code = main(command_of("up", f"STACK={name}"))

    assert code == 1
    assert capsys.readouterr().err == (
        f"error: STACK={name!r} is no stack name that works here; use 1 to 30"
        " lower-case letters, digits and hyphens, a letter first\n"
    )


def test_a_file_name_with_blanks_and_quotes_is_one_word():
    require("make", found=shutil.which("make") is not None)

    words = command_of("restore", "FILE=it's a file.tar")

    assert parser().parse_args(words).file == "it's a file.tar"


@pytest.mark.parametrize(
    ("target", "word"),
    [("rotate", "SECRET"), ("restore", "FILE"), ("migrate", "TO"), ("promote", "FROM")],
)
def test_a_missing_word_is_named(target, word):
    require("make", found=shutil.which("make") is not None)

    done = subprocess.run(
        ["make", "--dry-run", target],
        cwd=CHECKOUT,
        env=ALONE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode
    assert f"{word} is missing; " in done.stderr


def test_help_lists_every_target():
    require("make", found=shutil.which("make") is not None)

    # Run below another make, it would say which folder it is in.
    words = ["make", "--no-print-directory", "help"]
    said = subprocess.check_output(words, cwd=CHECKOUT, text=True)

    assert [line.split()[1] for line in said.splitlines()] == TARGETS


def test_without_an_engine_the_message_says_how_to_get_one(monkeypatch, capsys):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")

    assert main(["status"]) == 1
    assert capsys.readouterr().err.startswith(
        "error: no Docker engine answers at unix:///nowhere/docker.sock, which"
        " DOCKER_HOST or the docker context names; start it, or unset DOCKER_HOST"
    )


def test_an_unknown_stack_is_one_message_and_exit_code_1(capsys):
    assert main(["status", "--stack", "nowhere"]) == 1

    said = capsys.readouterr().err
    assert said.startswith("error: no stack 'nowhere': Pulumi.nowhere.yaml is missing")
    assert "Traceback" not in said


def test_a_missing_secret_is_named_with_what_there_is(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PHAROS_HOME", str(tmp_path))

    assert main(["secret", "typo"]) == 1
    assert "no secret 'typo'; known: none yet" in capsys.readouterr().err


def test_a_secret_of_the_environment_is_the_one_that_is_printed(capsys, monkeypatch):
    monkeypatch.setenv("PHAROS_SECRET_SIMULATION_TOKEN", "given")

    assert main(["secret", "simulation-token"]) == 0
    assert capsys.readouterr().out == "given\n"


def test_destroy_does_nothing_when_nobody_confirms(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PHAROS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "stdin", io.StringIO("blue"))

    assert main(["destroy", "--stack", "blue"]) == 1
    assert "`make destroy YES=1 STACK=blue`" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["rules", "tools.docs.diagram"])
def test_generators_are_known_to_make(name):
    assert name in GENERATORS


def test_starting_stage_1_does_not_load_what_only_some_commands_need():
    code = (
        "import sys\n"
        "from tools.bootstrap import context\n"
        "print(*{'docker', 'rich', 'requests', 'pulumi'} & set(sys.modules))\n"
    )

    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "\n"


def test_a_plan_that_is_missing_is_named_before_anything_is_done(tmp_path):
    context = Context(
        arguments=argparse.Namespace(stack="dev", plain=True, plan="gone/plan.json"),
        where=places_in(tmp_path),
    )

    with pytest.raises(StateError, match=r"the plan gone/plan\.json is missing"):
        up.planned(context)
