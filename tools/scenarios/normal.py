"""A run without any fault, a day's pattern compressed: all that is told is false."""

import time
from collections.abc import Callable
from dataclasses import replace

from catalog.alerts import Alert
from tools.evidence.prometheus import Prometheus
from tools.scenarios.result import Normal
from tools.scenarios.scoring import Sighting, new_incidents
from tools.scenarios.stage import Stage
from tools.traffic.pace import day
from tools.traffic.scenarios import DAY

DAY_LENGTH_S = 600.0
_NOON_RATE = 20.0
_LOOK_S = 5.0


def normal(
    stage: Stage, prometheus: Prometheus, minutes: float, say: Callable[[str], None]
) -> Normal:
    """Send *minutes* of days, and return what was told meanwhile."""
    before = Sighting(at_s=time.time(), incidents=tuple(stage.engine.incidents()))
    sent_before = len(stage.flow.answers)
    stage.flow.send(replace(DAY, pace=day(DAY_LENGTH_S)), _NOON_RATE)
    seen = [before]
    while (left_s := before.at_s + minutes * 60 - time.time()) > 0:
        say(f"a normal run for {left_s / 60:.1f} min more")
        time.sleep(min(left_s, _LOOK_S))
        found = tuple(stage.engine.incidents())
        seen.append(Sighting(at_s=time.time(), incidents=found))
    news = new_incidents(before, seen)
    titles = {each.id: each.title for s in seen for each in s.incidents}
    fired = prometheus.fired(before.at_s, time.time())
    return Normal(
        minutes=minutes,
        days=minutes * 60 / DAY_LENGTH_S,
        requests=len(stage.flow.answers) - sent_before,
        incidents=tuple(titles[id] for id in news),
        alerts=tuple(name for name in fired if name != Alert.WATCHDOG.value),
    )
