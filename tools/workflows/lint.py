"""Everything that is checked of the workflows."""

import os
import platform
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.images.errors import ImagesError
from tools.workflows import actionlint, model, rules, steps


def ours(checkout: Path) -> list[str]:
    """
    Return what our own rules say; nothing is run and nothing is fetched.

    Raises:
        WorkflowError: When a workflow cannot be read.
    """
    workflows = model.read_all(checkout)
    present = steps.targets((checkout / "Makefile").read_text())
    return [
        *rules.judge(workflows),
        *steps.problems(workflows, present, steps.read_listed()),
    ]


def theirs(
    checkout: Path,
    cache: Path,
    tell: Callable[[str], None],
    env: Mapping[str, str] = os.environ,
) -> tuple[list[str], str]:
    """
    Ask actionlint.

    Returns:
        What it found, and why it was not run; the latter is a finding in CI.
    """
    try:
        program = actionlint.find(cache, platform.machine(), tell)
        return actionlint.findings(program, checkout), ""
    except (ImagesError, OSError) as error:
        reason = f"actionlint: not run: {error}"
        return ([reason] if env.get("CI") else []), reason
