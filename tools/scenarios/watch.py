"""Look at the engine once a second."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tools.scenarios.engine import EngineApi, EngineSilent
from tools.scenarios.scoring import Sighting

PAUSE_S = 1.0
# A busy machine may miss some looks; an engine that is gone does not come back.
_BLIND_S = 60.0


@dataclass(kw_only=True)
class Watch:
    """
    Keeps what was seen.

    Attributes:
        on_look: Called after each look.
    """

    engine: EngineApi
    on_look: Callable[[Sighting], None]
    pause_s: float = PAUSE_S
    seen: list[Sighting] = field(default_factory=list)
    _answered_at: float = field(default_factory=time.monotonic)

    def look(self) -> Sighting | None:
        """
        Look once.

        Raises:
            EngineSilent: When it has not answered for a minute.
        """
        try:
            found = self.engine.incidents()
        except EngineSilent:
            if time.monotonic() - self._answered_at > _BLIND_S:
                raise
            return None
        self._answered_at = time.monotonic()
        sighting = Sighting(at_s=time.time(), incidents=tuple(found))
        self.seen.append(sighting)
        self.on_look(sighting)
        return sighting

    def until(
        self, done: Callable[[Sighting], bool], at_most_s: float
    ) -> Sighting | None:
        """Look until *done* with a look, or for *at_most_s*; return the last one."""
        end = time.monotonic() + at_most_s
        while True:
            sighting = self.look()
            if (sighting and done(sighting)) or time.monotonic() >= end:
                return sighting
            time.sleep(self.pause_s)
