"""Approve what the engine proposes, and carry it out as `make remediate` does."""

import time
from dataclasses import dataclass

from tools.remediation.carrying_out import carry_out
from tools.remediation.containers import restart
from tools.remediation.engine import EngineApi as Approvals
from tools.scenarios.stage import Stage
from tools.traffic.simulation import clear


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedied:
    """
    What was approved, and when it was done (Unix seconds).

    Attributes:
        failed: How many actions failed.
    """

    action: str
    approved_at: float
    done_at: float
    failed: int


def remedy(
    stage: Stage, approvals: Approvals, incident: str, kind: str
) -> Remedied | None:
    """Approve and do the action of *kind*; None where the incident proposes none."""
    names = [
        str(action["name"])
        for action in stage.engine.detail(incident)["actions"]
        if action["kind"] == kind and action["status"] == "proposed"
    ]
    if not names:
        return None
    stage.engine.approve(incident, names[0])
    approved_at = time.time()
    failed = carry_out(
        approvals,
        {
            "restart": lambda service: restart(stage.docker, stage.name, service),
            "clear-simulation": lambda _: _cleared(stage),
        },
        lambda _: None,
    )
    return Remedied(
        action=names[0], approved_at=approved_at, done_at=time.time(), failed=failed
    )


def _cleared(stage: Stage) -> str:
    clear(stage.ask)
    return "cleared all simulated failures"
