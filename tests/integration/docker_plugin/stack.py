"""Drives one stack with the real Pulumi CLI."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.integration.docker_plugin.declare import Resource

_PROGRAM = Path(__file__).with_name("program.py")
_TIMEOUT_S = 180
Command = subprocess.CompletedProcess[str]


@dataclass(frozen=True, kw_only=True)
class Stack:
    """
    A stack with a backend, a program and a PULUMI_HOME of its own.

    Attributes:
        prefix: Starts every name on the engine; nobody else's names start so.
    """

    folder: Path
    prefix: str
    environment: dict[str, str] = field(repr=False)

    @classmethod
    def create(cls, folder: Path, prefix: str, path: list[Path]) -> "Stack":
        """Make an empty stack; *path* holds Pulumi and the plugin."""
        for name in ("backend", "home", "program"):
            (folder / name).mkdir()
        program = folder / "program"
        shutil.copy(_PROGRAM, program / "__main__.py")
        (program / "Pulumi.yaml").write_text("name: plugin-suite\nruntime: python\n")
        environment = {
            **_outer_environment(),
            "PATH": os.pathsep.join([*map(str, path), os.environ["PATH"]]),
            "PULUMI_BACKEND_URL": f"file://{folder / 'backend'}",
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "for this test only",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        }
        stack = cls(folder=folder, prefix=prefix, environment=environment)
        stack.run("stack", "init", "test")
        return stack

    def name(self, short: str) -> str:
        return f"{self.prefix}-{short}"

    def declare(self, *resources: Resource) -> None:
        """Make *resources* the whole program."""
        path = self.folder / "program" / "resources.json"
        path.write_text(json.dumps(resources))

    def run(self, *words: str, check: bool = True) -> Command:
        done = subprocess.run(
            ["pulumi", *words, "--non-interactive", "--color=never"],
            cwd=self.folder / "program",
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"pulumi {words}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Begin a command that the test is going to interrupt."""
        return subprocess.Popen(
            ["pulumi", *words, "--non-interactive", "--color=never"],
            cwd=self.folder / "program",
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def up(self, *resources: Resource, refresh: bool = False) -> None:
        self.declare(*resources)
        flags = ["--refresh"] if refresh else []
        self.run("up", "--yes", "--skip-preview", *flags)

    def up_fails(self, *resources: Resource, flags: tuple[str, ...] = ()) -> str:
        """Return what the failing update printed."""
        self.declare(*resources)
        done = self.run("up", "--yes", "--skip-preview", *flags, check=False)
        assert done.returncode != 0, done.stdout
        return done.stdout + done.stderr

    def preview(self, *resources: Resource, refresh: bool = False) -> dict[str, Any]:
        """Return the steps of a preview by resource name, the stack's own left out."""
        self.declare(*resources)
        flags = ["--refresh"] if refresh else []
        steps = json.loads(
            self.run("preview", "--json", "--show-sames", *flags).stdout
        )["steps"]
        return {
            step["urn"].rpartition("::")[2]: step
            for step in steps
            if "pulumi:" not in step["urn"].split("::")[2]
        }

    def exported(self) -> str:
        return self.run("stack", "export").stdout

    def resources(self) -> dict[str, dict[str, Any]]:
        """Return what the state records, by resource name."""
        found = json.loads(self.exported())["deployment"].get("resources", [])
        return {item["urn"].rpartition("::")[2]: item for item in found}

    def outputs(self, name: str) -> dict[str, Any]:
        outputs: dict[str, Any] = self.resources()[name]["outputs"]
        return outputs

    def destroy(self) -> None:
        self.run("destroy", "--yes", "--skip-preview")


def _outer_environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("PULUMI_")}
