"""Outcomes and notifications that show only what matters."""

from tools.evidence.cases import BY_NAME
from tools.evidence.outcome import Outcome, Verdict
from tools.evidence.progress import Milestone
from tools.evidence.prometheus import Rule

SECONDS = {
    Milestone.CALM: -20,
    Milestone.FAULT: 0,
    Milestone.PENDING: 30,
    Milestone.FIRING: 90,
    Milestone.ACTIVE: 95,
    Milestone.NOTIFIED: 105,
    Milestone.CLEARED: 120,
    Milestone.RESOLVED: 300,
    Milestone.RESOLUTION_NOTIFIED: 360,
}
BEGIN = 1_800_000_000.0


def reached(*, until=Milestone.RESOLUTION_NOTIFIED):
    order = list(Milestone)
    return {
        m: BEGIN + s for m, s in SECONDS.items() if order.index(m) <= order.index(until)
    }


def make_rule(*, wait_s=60.0, annotations=None):
    return Rule(
        name="AppHigh5xxErrorRate",
        query="a > 0.05 and b > 0.5",
        wait_s=wait_s,
        labels={"severity": "critical"},
        annotations=annotations or {},
    )


def make_outcome(*, case="5xx", until=Milestone.RESOLUTION_NOTIFIED, **more):
    return Outcome(
        **{
            "case": BY_NAME[case],
            "begin": BEGIN - 30,
            "end": BEGIN + 400,
            "reached": reached(until=until),
            "verdict": Verdict.PASSED,
            **more,
        }
    )


def make_notification(*, number=1, status="firing", at=10, fingerprint="f", start=5):
    return {
        "number": number,
        "received_at": f"2026-01-01T00:00:{at:02d}+00:00",
        "status": status,
        "fingerprint": fingerprint,
        "starts_at": f"2026-01-01T00:00:{start:02d}Z",
        "labels": {"alertname": "AppHigh5xxErrorRate"},
    }
