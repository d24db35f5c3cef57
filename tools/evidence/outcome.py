"""What a run has come to, as it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tools.evidence.cases import Case
from tools.evidence.progress import Milestone, since_fault
from tools.evidence.prometheus import Point, Rule
from tools.traffic.summary import Answer, line

# Behind by more than this, a sender no longer keeps its rate.
_LATE_S = 5.0


class Verdict(StrEnum):
    """How a run ended."""

    PASSED = "passed"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in the folder, or the reason why there is none."""

    title: str
    file: str
    missing: str = ""


@dataclass(kw_only=True)
class Outcome:
    """
    One run of one scenario.

    Attributes:
        begin: Unix time of its first observation; *end* of its last.
        reached: Unix time of each milestone.
        reason: Why it did not pass.
        documents: JSON of the alert by file name.
        fired: Alerts that fired at some time during the run.
        history: The signal's series over the run.
        environment: Versions and conditions, for the summary.
    """

    case: Case
    begin: float
    end: float = 0.0
    rule: Rule | None = None
    verdict: Verdict = Verdict.FAILED
    reason: str = ""
    reached: Mapping[Milestone, float] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    answers: Sequence[Answer] = ()
    fired: Sequence[str] = ()
    history: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> dict[Milestone, float]:
        """Seconds from the fault to each milestone after it."""
        return since_fault(self.reached)


def lateness(answers: Sequence[Answer]) -> str:
    """Say how late requests were sent; nothing where they kept their pace."""
    late_s = max((answer.late_s for answer in answers), default=0.0)
    if late_s < _LATE_S:
        return ""
    return (
        f"; requests were sent up to {late_s:.0f} s late, so fewer than asked for: run"
        " it again when the machine is less busy"
    )


def timeline(outcome: Outcome) -> dict[str, Any]:
    """Return what ``timeline.json`` holds."""
    seconds = outcome.seconds
    milestones = [
        {
            "milestone": milestone.value,
            "at": utc(at),
            "seconds_since_fault": round(seconds[milestone], 3)
            if milestone in seconds
            else None,
        }
        for milestone, at in outcome.reached.items()
    ]
    sent = line("", "", outcome.answers)
    return {
        "scenario": outcome.case.name,
        "alert": outcome.case.alert.value,
        "verdict": outcome.verdict.value,
        "reason": outcome.reason,
        "begin": utc(outcome.begin),
        "end": utc(outcome.end),
        "milestones": milestones,
        "other_alerts_fired": [n for n in outcome.fired if n != outcome.case.alert],
        "requests": {
            "sent": sent.count,
            "answered_2xx_3xx": sent.ok,
            "answered_4xx": sent.client_errors,
            "answered_5xx": sent.server_errors,
            "unanswered": sent.unanswered,
            "p50_ms": round(sent.p50_ms, 1),
            "p95_ms": round(sent.p95_ms, 1),
        },
        "rule": None
        if outcome.rule is None
        else {"query": outcome.rule.query, "for_s": outcome.rule.wait_s},
        "environment": dict(outcome.environment),
        "pictures": [
            {"title": p.title, "file": p.file, "not_drawn": p.missing}
            for p in outcome.pictures
        ],
    }


def utc(at: float) -> str:
    """Return a Unix time for people and programs: RFC 3339, milliseconds."""
    text = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
