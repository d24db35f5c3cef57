"""Run scenarios on a stack, one after the other, and score each."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tools.evidence.errors import EvidenceError
from tools.evidence.prometheus import Prometheus
from tools.remediation.engine import EngineApi as Approvals
from tools.scenarios.alerts import AlertTimes, alert_times, is_firing
from tools.scenarios.curves import curves
from tools.scenarios.engine import Incident
from tools.scenarios.errors import ScenarioError
from tools.scenarios.model import Scenario
from tools.scenarios.remedy import Remedied, remedy
from tools.scenarios.result import Result
from tools.scenarios.scoring import (
    Sighting,
    calm,
    new_incidents,
    rank_in,
    score,
)
from tools.scenarios.stage import Stage
from tools.scenarios.steps.visitors import as_usual
from tools.scenarios.undoing import Undone
from tools.scenarios.watch import PAUSE_S, Watch
from tools.traffic.errors import TrafficError
from tools.traffic.simulation import clear

# Nothing is known of an operation in its first minute.
WARM_UP_S = 100.0
# How long a fault may last because its alert is waited for; `for` is a minute to three.
_ALERT_AT_MOST_S = 330.0
# After the fault: how long signals may stand out, and alerts fire.
_CALM_AT_MOST_S = 90.0
_SILENT_AT_MOST_S = 60.0
# An answer that changes its mind at once is none to act upon.
_STEADY_S = 4.0
_BEFORE_S = 60.0
_BY_HAND = "by the scenarios, as its fault is over"
Say = Callable[[str], None]


@dataclass(kw_only=True)
class Runner:
    """
    Runs scenarios on *stage*.

    Attributes:
        wait_for_alerts: Whether a fault lasts until its alert fires.
        calm_at_most_s: How long signals may stand out after a fault.
        say: Told what is done at the moment.
    """

    stage: Stage
    prometheus: Prometheus
    approvals: Approvals
    say: Say
    wait_for_alerts: bool = True
    calm_at_most_s: float = _CALM_AT_MOST_S
    pause_s: float = PAUSE_S
    _watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        """Make the watch, which sees what all scenarios see."""
        self._watch = Watch(
            engine=self.stage.engine, on_look=lambda _: None, pause_s=self.pause_s
        )

    def warm_up(self, seconds: float = WARM_UP_S) -> None:
        """Send usual traffic until the engine knows what is usual."""
        clear(self.stage.ask)
        as_usual(self.stage)
        end = time.monotonic() + seconds
        while (left_s := end - time.monotonic()) > 0:
            self.say(f"usual traffic for {left_s:.0f} s more")
            time.sleep(min(left_s, 1.0))
        self.settle()

    def run(self, scenario: Scenario) -> Result:
        """Run one, undo all of it whatever happens, and score it."""
        begin_s = time.time()
        try:
            with Undone() as prepared:
                for step in scenario.prepare:
                    self.say("preparing")
                    step.begin(self.stage, prepared)
                if scenario.prepare:
                    time.sleep(15.0)
                    self.settle()
                return self._measured(scenario)
        except (ScenarioError, TrafficError, EvidenceError) as error:
            return Result(
                scenario=scenario,
                begin_s=begin_s,
                end_s=time.time(),
                failure=str(error),
            )

    def settle(self) -> None:
        """Wait until nothing stands out, then resolve what is still open."""
        last = self._watch.until(calm, self.calm_at_most_s)
        for incident in last.incidents if last else ():
            if incident.is_open:
                self.stage.engine.resolve(incident.id, _BY_HAND)

    def _measured(self, scenario: Scenario) -> Result:
        before = self._watch.until(lambda _: True, 0.0)
        if before is None:
            before = Sighting(at_s=time.time(), incidents=())
        first = len(self._watch.seen)
        begin_s = time.time()
        remedied: Remedied | None = None
        with Undone() as undo:
            remedied = self._faulty(scenario, before, begin_s, undo)
        end_s = remedied.done_at if remedied else time.time()
        self._after(scenario)
        # Only now: Prometheus may not yet have had the sample of what it fires.
        alert = self._alert(scenario, begin_s)
        seen = self._watch.seen[first:]
        scored = score(scenario.truth, before, seen, begin_s=begin_s, end_s=end_s)
        news = new_incidents(before, seen)
        self.settle()
        return Result(
            scenario=scenario,
            begin_s=begin_s,
            end_s=end_s,
            score=scored,
            alert=alert,
            remedied=remedied,
            curves=curves(
                self.stage.engine, scenario, seen, begin_s - _BEFORE_S, time.time()
            ),
            events=tuple(_events(news, seen)),
        )

    def _faulty(
        self, scenario: Scenario, before: Sighting, begin_s: float, undo: ExitStack
    ) -> Remedied | None:
        """Take the steps in time and look, until the fault is to end."""
        first = len(self._watch.seen)
        left = sorted(scenario.plan, key=lambda moment: moment.at_s)
        fires = False
        while True:
            elapsed_s = time.time() - begin_s
            while left and left[0].at_s <= elapsed_s:
                left.pop(0).step.begin(self.stage, undo)
            self._watch.look()
            waits = self.wait_for_alerts and scenario.alert is not None
            if waits and not fires and scenario.alert:
                fires = is_firing(self.prometheus, scenario.alert)
            self.say(f"fault for {elapsed_s:.0f} s")
            if scenario.remedy and (
                found := self._right(scenario, before, self._watch.seen[first:])
            ):
                done = remedy(self.stage, self.approvals, found.id, scenario.remedy)
                if done is not None:
                    return done
            limit_s = _ALERT_AT_MOST_S if waits and not fires else scenario.lasts_s
            if not left and elapsed_s >= limit_s:
                return None
            time.sleep(self.pause_s)

    def _right(
        self, scenario: Scenario, before: Sighting, seen: Sequence[Sighting]
    ) -> Incident | None:
        """Return the incident that has named the true cause first for some seconds."""
        news = new_incidents(before, seen)
        recent = [s for s in seen if s.at_s >= time.time() - _STEADY_S]
        if not recent or seen[0].at_s > time.time() - _STEADY_S:
            return None
        for incident in recent[-1].incidents:
            steady = all(
                any(
                    each.id == incident.id
                    and any(rank_in(each, cause) == 1 for cause in scenario.truth)
                    for each in sighting.incidents
                )
                for sighting in recent
            )
            if incident.id in news and steady:
                return incident
        return None

    def _alert(self, scenario: Scenario, begin_s: float) -> AlertTimes | None:
        if scenario.alert is None or not self.wait_for_alerts:
            return None
        return alert_times(self.prometheus, scenario.alert, begin_s, time.time())

    def _after(self, scenario: Scenario) -> None:
        """Look until signals are calm and the alert is over."""
        alert = scenario.alert if self.wait_for_alerts else None
        self.say("the fault is over; waiting until all is calm")
        self._watch.until(calm, self.calm_at_most_s)
        if alert is not None:
            self.say(f"waiting until {alert.value} is over")
            self._watch.until(
                lambda _: not is_firing(self.prometheus, alert), _SILENT_AT_MOST_S
            )


def _events(
    news: dict[str, float], seen: Sequence[Sighting]
) -> list[tuple[float, str]]:
    titles = {each.id: each.title for sighting in seen for each in sighting.incidents}
    return [(at, titles[id]) for id, at in news.items()]
