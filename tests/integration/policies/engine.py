"""Previews of small programs by Pulumi's own engine, through the gate's last stage."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from policies.model import Resource
from tests.integration.docker_plugin.stack import Stack
from tools.bootstrap.processes import Processes
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.gate import events, preview
from tools.gate.model import Result

_PACK = Path(__file__).parents[3] / "policies"
_PROGRAM = Path(__file__).with_name("program.py")


@dataclass(frozen=True)
class Engine:
    """
    A stack with a program and a policy pack of its own.

    Attributes:
        home: What is the stack's home where `make` runs.
    """

    stack: Stack
    home: Path

    @property
    def program(self) -> Path:
        """The folder of the program; the pack lies in it."""
        return self.stack.folder / "program"

    def use_program(self, path: Path = _PROGRAM) -> None:
        """Take another program."""
        shutil.copy(path, self.program / "__main__.py")

    def use_pack(self, path: Path = _PACK) -> None:
        """Take another policy pack."""
        link = self.program / "policies"
        link.unlink(missing_ok=True)
        link.symlink_to(path)

    def preview(self, *resources: Resource, **environment: str) -> Result:
        """Run the gate's preview of *resources*, or of the program as it is."""
        if resources:
            entries = [_entry(each) for each in resources]
            (self.program / "resources.json").write_text(json.dumps(entries))
        cli = PulumiCli(
            checkout=self.program,
            stack="test",
            variables={**self.stack.environment, **environment},
            config_file=self.program / "Pulumi.test.yaml",
            processes=Processes(),
        )
        return preview.run(cli, self.home)

    def events(self) -> list[events.Event]:
        """Return what the engine said of the last preview."""
        return events.parse(self.file(preview.EVENTS).read_text())

    def file(self, name: str) -> Path:
        """Return one of the files that a preview leaves."""
        return self.home / preview.FOLDER / name


def _entry(resource: Resource) -> dict[str, object]:
    return {
        "type": resource.type,
        "name": resource.name,
        "inputs": dict(resource.inputs),
        "protected": resource.protected,
    }
