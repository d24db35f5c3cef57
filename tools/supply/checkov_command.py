"""`checkov`: Dockerfiles and workflows hold to checkov's checks and ours."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path, PurePosixPath

from tools.bootstrap.places import CHECKOUT
from tools.supply import checkov, tool_venv
from tools.supply.accepted import Accepted
from tools.supply.errors import UsageError
from tools.supply.git_files import tracked
from tools.supply.judge import judge
from tools.supply.report import Report

COMMAND = "checkov"
LOCK = CHECKOUT / "requirements" / "checkov.txt"
CHECKS = CHECKOUT / "policies" / "checkov"
_WORKFLOWS = PurePosixPath(".github/workflows")
Say = Callable[[str], None]


def run(
    root: Path,
    cache: Path,
    uv: Path,
    entries: Iterable[Accepted],
    today: date,
    say: Say,
) -> Report:
    """
    Judge every tracked Dockerfile and workflow of *root*.

    Raises:
        UsageError: When there is none.
        ToolFailed: When checkov did not judge them all.
    """
    files = [blob.path for blob in tracked(root) if is_judged(blob.path)]
    if not files:
        raise UsageError(f"{root} has no tracked Dockerfile and no workflow")
    python = tool_venv.ensure(COMMAND, LOCK, cache, uv, say)
    found = checkov.scan(python, root, CHECKS, files)
    judged = judge(COMMAND, found, entries, today)
    return Report(
        command=COMMAND,
        examined=f"{len(files)} files",
        findings=judged.findings,
        accepted=judged.accepted,
    )


def is_judged(path: str) -> bool:
    """Return whether *path* is a Dockerfile or a workflow."""
    file = PurePosixPath(path)
    if file.parent == _WORKFLOWS:
        return file.suffix in (".yml", ".yaml")
    return file.name == "Dockerfile" or file.suffix == ".Dockerfile"
