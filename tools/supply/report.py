"""What a command found, and the verdict that follows from it."""

from dataclasses import dataclass, field
from enum import StrEnum

from tools.supply.accepted import Accepted


class Verdict(StrEnum):
    """What a command comes to; what was not audited has not passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_AUDITED = "not audited"


EXIT_CODES = {Verdict.PASSED: 0, Verdict.FAILED: 1, Verdict.NOT_AUDITED: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One thing that is wrong.

    Attributes:
        where: A file of the checkout, or image and package.
        what: The name by which it can be accepted: a check's or an advisory's id.
        fix: What would mend it; empty when nobody knows.
    """

    where: str
    what: str
    detail: str
    fix: str = ""
    severity: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    All that one command has to say.

    Attributes:
        examined: What was looked at, in words.
        findings: What fails the command.
        listed: What is wrong but does not fail it: nothing mends it yet, or it is
            below the threshold.
        accepted: What somebody has accepted, with the reason.
        not_audited: Why something could not be judged, one sentence each.
    """

    command: str
    examined: str
    findings: tuple[Finding, ...] = ()
    listed: tuple[Finding, ...] = ()
    accepted: tuple[tuple[Finding, Accepted], ...] = ()
    not_audited: tuple[str, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """The verdict: a finding outweighs what was not audited."""
        if self.findings:
            return Verdict.FAILED
        return Verdict.NOT_AUDITED if self.not_audited else Verdict.PASSED
