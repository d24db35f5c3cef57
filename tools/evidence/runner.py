"""Run one scenario: calm, fault, notified, fault off, resolved."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.evidence import environment, panels
from tools.evidence.cases import CALM_RATE, HEALTHY, RECOVERY_RATE, Case, limits_s
from tools.evidence.errors import EvidenceError, Unreachable
from tools.evidence.flow import Flow
from tools.evidence.outcome import Outcome, Picture, Verdict, lateness
from tools.evidence.pictures import Camera, Take, pages, take
from tools.evidence.progress import Milestone
from tools.evidence.stack import Stack
from tools.evidence.watch import PAUSE_S, Display, Watch
from tools.traffic.errors import TrafficError
from tools.traffic.simulation import clear

# Of the signal's history, before the run and after it.
_MARGIN_S = 30.0
_STEP_S = 5.0


class Run:
    """One scenario on one stack, with the folder that it fills."""

    def __init__(
        self,
        stack: Stack,
        case: Case,
        folder: Path,
        display: Display,
        *,
        patience: float = 1.0,
        take: Take = take,
        pause_s: float = PAUSE_S,
    ) -> None:
        self._stack, self._case, self._folder = stack, case, folder
        self._take = take
        self.outcome = Outcome(case=case, begin=time.time())
        self._watch = Watch(
            stack=stack,
            case=case,
            limits_s={},
            display=display,
            on_reached=self._reached,
            pause_s=pause_s,
        )
        self._patience = patience
        self._camera: Camera | None = None

    def execute(self, until: Milestone = Milestone.RESOLUTION_NOTIFIED) -> Outcome:
        """
        Run it, and return what it came to, however it ended.

        Args:
            until: Where to stop; the faults are cleared in any case.
        """
        try:
            with self._noted():
                self._steps(until)
                self.outcome.verdict = Verdict.PASSED
        finally:
            self._collect()
        return self.outcome

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except (EvidenceError, TrafficError) as error:
            self.outcome.reason = f"{error}{lateness(self.outcome.answers)}"
        except KeyboardInterrupt:
            self.outcome.verdict = Verdict.INTERRUPTED
            self.outcome.reason = "it was interrupted; its faults are cleared"

    def _steps(self, until: Milestone) -> None:
        rule = self._stack.prometheus.rule(self._case.alert.value)
        self.outcome.rule = rule
        self._watch.limits_s = limits_s(rule.wait_s, self._patience)
        order = list(Milestone)
        # What a killed run left on would never be calm.
        clear(self._stack.shop.ask_simulation)
        with (
            Camera(self._folder, self._take) as self._camera,
            Flow(self._stack.addresses.shop) as flow,
        ):
            try:
                flow.send(HEALTHY, CALM_RATE)
                self._watch.until(Milestone.CALM)
                with self._stack.shop.failing(self._case.fault):
                    flow.send(self._case.fault, self._case.fault_rate)
                    self._watch.fault_at = time.time()
                    self._watch.until(min(until, Milestone.NOTIFIED, key=order.index))
                    # The alert may be gone soon after its fault is.
                    self._camera.wait()
                self._watch.fault_at = None
                flow.send(HEALTHY, RECOVERY_RATE)
                if until is Milestone.RESOLUTION_NOTIFIED:
                    self._watch.until(until)
                    self._camera.wait()
            finally:
                self.outcome.answers = flow.answers
                self.outcome.pictures.extend(self._camera.taken())

    def _reached(self, milestone: Milestone) -> None:
        """Keep what Prometheus, Alertmanager and the receiver say right now."""
        try:
            self.outcome.documents |= self._said(milestone)
        except Unreachable as error:
            self.outcome.documents[f"{milestone.value}.json"] = {"error": str(error)}
        if self._camera is not None:
            for page in pages(milestone, self._case, self._stack.addresses):
                self._camera.picture(*page)

    def _said(self, milestone: Milestone) -> dict[str, Any]:
        alert, name = self._case.alert.value, milestone.value
        if milestone in (Milestone.PENDING, Milestone.FIRING):
            return {f"prometheus-{name}.json": self._stack.prometheus.alerts(alert)}
        if milestone is Milestone.ACTIVE:
            return {f"alertmanager-{name}.json": self._stack.alertmanager.alerts(alert)}
        if milestone in (Milestone.NOTIFIED, Milestone.RESOLUTION_NOTIFIED):
            since = self._watch.observations[0].at
            told = self._stack.receiver.notifications(alert, since)
            return {f"notifications-{name}.json": told}
        return {}

    def _collect(self) -> None:
        """Add what can only be told afterwards; what cannot be had stays out."""
        outcome = self.outcome
        outcome.end = time.time()
        if progress := self._watch.progress():
            outcome.reached = progress.reached
        prometheus = self._stack.prometheus
        try:
            outcome.fired = prometheus.fired(outcome.begin, outcome.end)
            outcome.history = prometheus.history(
                self._case.signal, outcome.begin - _MARGIN_S, outcome.end, _STEP_S
            )
            outcome.environment = environment.described(self._stack)
        except EvidenceError as error:
            outcome.reason = outcome.reason or str(error)
        outcome.pictures.extend(self._drawn())

    def _drawn(self) -> list[Picture]:
        url = self._stack.addresses.prometheus
        span = self.outcome.begin - _MARGIN_S, self.outcome.end
        return panels.draw(self._case, url, span, self._folder)
