"""What a scenario is: a fault, its ground truth, and how both come about."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol

from aiops.domain.anomalies import Signal
from catalog.alerts import Alert
from tools.scenarios.stage import Stage


class Step(Protocol):
    """One thing that is done to the stack."""

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Do it, after saying in *undo* how it is ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    What really is wrong; the engine should make one incident of it.

    Attributes:
        services: Any of them is the right answer; the first is the best.
        route: What the path of the named operation begins with; empty for any.
        kinds: Signals of which one has to have stood out there.
        at_s: When it begins, in seconds after the scenario's fault.
    """

    services: tuple[str, ...]
    route: str = ""
    kinds: frozenset[Signal]
    at_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A step, and when it is taken, in seconds after the fault's beginning."""

    at_s: float
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """
    One fault, or something that only looks like one.

    Attributes:
        title: What happens, for people.
        truth: The faults that there are; empty where nothing is to be told.
        plan: What brings it about; all of it is undone at the end.
        lasts_s: How long it lasts; longer where an alert is waited for.
        prepare: What is set up before, and is no part of the fault.
        alert: The alert of Prometheus that fires for the same fault.
        remedy: Kind of the proposed action that ends it.
    """

    name: str
    title: str
    truth: tuple[Cause, ...]
    plan: tuple[Moment, ...]
    lasts_s: float = 60.0
    prepare: tuple[Step, ...] = field(default=())
    alert: Alert | None = None
    remedy: str = ""


def at_once(*steps: Step) -> tuple[Moment, ...]:
    """Return the plan that takes *steps* when the fault begins."""
    return tuple(Moment(at_s=0.0, step=step) for step in steps)
