"""A missing tool skips a test on a developer's machine and fails it in CI."""

import os
import shutil
import tomllib
from pathlib import Path

import pytest

NOT_RUN = Path(__file__).parent / "not_run.toml"


def require(tool: str, *, found: bool | None = None) -> None:
    """
    Skip or fail the calling test unless *tool* is there.

    Args:
        tool: A command on PATH, or a name listed in ``not_run.toml``.
        found: What the caller knows already; by default PATH is asked.
    """
    if shutil.which(tool) is not None if found is None else found:
        return
    listed = tomllib.loads(NOT_RUN.read_text())
    if tool in listed:
        pytest.skip(f"not run: {tool}: {listed[tool]['reason']}")
    if os.environ.get("CI"):
        pytest.fail(f"{tool} is missing; CI has to install it (see .ci/run)")
    pytest.skip(f"{tool} is missing on this machine")
