"""What the policies said, from the events that Pulumi wrote beside its preview."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.changes.errors import InputError
from tools.changes.preview import Urn

# How Pulumi says that a policy met a value that only the update brings.
_COULD_NOT_RUN = "can't run policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One sentence of one policy."""

    policy: str
    level: str
    resource: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """
    What the policies said of the whole preview.

    Attributes:
        passed: How many judgements found nothing.
        failed: How many found something.
        policies: How many policies were asked.
    """

    violations: tuple[Violation, ...] = ()
    passed: int = 0
    failed: int = 0
    policies: int = 0

    @property
    def refused(self) -> bool:
        """Whether one of them stops the update."""
        return any(each.level == "mandatory" for each in self.violations)


@dataclass(slots=True)
class _Count:
    passed: int = 0
    failed: int = 0
    names: set[str] = field(default_factory=set)

    def add(self, summary: Mapping[str, Any]) -> None:
        passed, failed = summary.get("passed") or (), summary.get("failed") or ()
        self.passed += len(passed)
        self.failed += len(failed)
        self.names |= {*passed, *failed}


def parse(text: str) -> Verdicts:
    """
    Return what the lines of ``pulumi preview --event-log`` say of policies.

    Raises:
        InputError: When a line is no event.
    """
    count, violations = _Count(), []
    for event in _events(text):
        for kind in ("policyAnalyzeSummaryEvent", "policyAnalyzeStackSummaryEvent"):
            if summary := event.get(kind):
                count.add(summary)
        if said := event.get("policyEvent"):
            violations.append(_violation(said))
    return Verdicts(
        violations=tuple(violations),
        passed=count.passed,
        failed=count.failed,
        policies=len(count.names),
    )


def _events(text: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
        except ValueError as error:
            raise InputError(
                f"line {number} of the events is no JSON: {error}"
            ) from error
        if not isinstance(event, dict):
            raise InputError(
                f"line {number} of the events is no event; give what `pulumi preview"
                " --event-log` wrote"
            )
        yield event


def _violation(said: Mapping[str, Any]) -> Violation:
    urn = str(said.get("resourceUrn") or "")
    return Violation(
        policy=str(said.get("policyName")),
        level=str(said.get("enforcementLevel")),
        resource=Urn(urn).name if urn.count("::") >= 3 else "",
        message=_plain(str(said.get("message", ""))),
    )


def _plain(message: str) -> str:
    """Return the last line: the description of the policy stands before it."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return lines[-1] if lines else ""
