"""What must hold for each workflow, one rule per file."""

from collections.abc import Callable, Iterator, Sequence

from tools.workflows.model import Workflow
from tools.workflows.rules import (
    bounds,
    forks,
    interpolation,
    permissions,
    pins,
    tokens,
)

Rule = Callable[[Workflow], Iterator[str]]
RULES: Sequence[Rule] = (
    pins.findings,
    permissions.findings,
    forks.findings,
    interpolation.findings,
    bounds.findings,
    tokens.findings,
)


def judge(workflows: Sequence[Workflow]) -> list[str]:
    """Return what is wrong with *workflows*."""
    found = [said for each in workflows for rule in RULES for said in rule(each)]
    return [*found, *pins.disagreements(workflows)]
