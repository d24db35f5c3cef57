"""The folder resource, driven by the real Pulumi engine; needs no container engine."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools import require

CANARY = "canary-5b1c0d-under-pulumi"
PROGRAM = """\
import json, os
from pathlib import Path
import pulumi
from infra.providers.folder import Folder

inputs = json.loads(Path("inputs.json").read_text())
folder = Folder(
    "folder",
    path=Path(inputs["path"]),
    files=inputs["files"],
    secrets={key: pulumi.Output.secret(it) for key, it in inputs["secrets"].items()},
    uid=os.getuid(),
    gid=os.getgid(),
    image="none",
)
pulumi.export("version", folder.version)
"""


@dataclass
class Project:
    """A Pulumi project of one folder."""

    root: Path

    @property
    def folder(self):
        return self.root / "folder"

    def write(self, **changes):
        inputs = {
            "path": str(self.folder),
            "files": {"a.yml": "one"},
            "secrets": {"token": CANARY},
        }
        (self.root / "inputs.json").write_text(json.dumps(inputs | changes))

    def pulumi(self, *arguments, succeeds=True):
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PULUMI_BACKEND_URL": f"file://{self.root}/state",
            "PULUMI_CONFIG_PASSPHRASE": "of-this-test",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
        }
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode == 0) is succeeds, done.stdout + done.stderr
        return done.stdout + done.stderr

    def state(self):
        return self.pulumi("stack", "export")


@pytest.fixture
def project(tmp_path):
    require("pulumi")
    (tmp_path / "state").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: folder\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    project = Project(tmp_path)
    project.write()
    project.pulumi("stack", "init", "test")
    project.pulumi("up", "--yes", "--skip-preview")
    return project


def test_secrets_are_on_the_disk_and_in_no_state(project):
    project.pulumi("refresh", "--yes")

    assert (project.folder / "token").read_text() == CANARY
    assert CANARY not in project.state()
    assert "one" in project.state()
    kept = [path.read_text() for path in (project.root / "state").rglob("*.json*")]
    assert kept
    assert CANARY not in "".join(kept)


def test_nothing_changes_from_run_to_run(project):
    project.pulumi("preview", "--refresh", "--expect-no-changes")
    project.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")


def test_preview_shows_an_edit_and_writes_nothing(project):
    project.write(files={"a.yml": "two"})

    printed = project.pulumi("preview", "--diff")

    assert "two" in printed
    assert (project.folder / "a.yml").read_text() == "one"


def test_edit_is_written_and_a_changed_secret_is_not_shown(project):
    project.write(files={"a.yml": "two"}, secrets={"token": CANARY + "-2"})

    printed = project.pulumi("up", "--yes", "--diff")

    assert (project.folder / "a.yml").read_text() == "two"
    assert (project.folder / "token").read_text() == CANARY + "-2"
    assert CANARY not in printed


def test_change_by_hand_is_found_and_undone(project):
    file = (project.folder / "a.yml").resolve()
    file.chmod(0o644)
    file.write_text("by hand")

    project.pulumi("preview", "--expect-no-changes", succeeds=False)
    project.pulumi("up", "--yes", "--skip-preview")

    assert (project.folder / "a.yml").read_text() == "one"


def test_removed_folder_comes_back_after_a_refresh(project):
    subprocess.run(["rm", "-r", str(project.folder)], check=True)

    project.pulumi("up", "--refresh", "--yes", "--skip-preview")

    assert (project.folder / "a.yml").read_text() == "one"


def test_destroyed_folder_leaves_nothing(project):
    project.pulumi("destroy", "--yes", "--skip-preview")

    assert not project.folder.exists()
