import io
import re
import shutil
import subprocess
import sys

import pytest

from tests.tools import require
from tools.bootstrap.cli import main, parser
from tools.bootstrap.commands.gen import GENERATORS
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


def command_of(target):
    """What make would run for *target*, as words for our parser."""
    done = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", target, *WORDS.get(target, [])],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()[3:]


@pytest.mark.parametrize("target", [t for t in TARGETS if t != "help"])
def test_every_target_is_a_command_that_there_is(target):
    require("make", found=shutil.which("make") is not None)

    arguments = parser().parse_args(command_of(target))

    module = arguments.command.replace("-", "_")
    assert (CHECKOUT / "tools" / "bootstrap" / "commands" / f"{module}.py").exists()
    assert arguments.stack == "dev"


def test_help_lists_every_target():
    require("make", found=shutil.which("make") is not None)

    # Run below another make, it would say which folder it is in.
    words = ["make", "--no-print-directory", "help"]
    said = subprocess.check_output(words, cwd=CHECKOUT, text=True)

    assert [line.split()[1] for line in said.splitlines()] == TARGETS


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
