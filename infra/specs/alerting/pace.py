"""How long Alertmanager waits, gathers and repeats."""

from dataclasses import dataclass

from catalog.alerts import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """
    The three times of one route, as Prometheus durations.

    Attributes:
        wait: Before the first notification of a group, for alerts that come together.
        interval: Before a group that has changed is notified again.
        repeat: Before a group that has not changed is notified again.
    """

    wait: str
    interval: str
    repeat: str


# Watchdog is a heartbeat: what listens for it can take five minutes for silence.
HEARTBEAT = Pace(wait="0s", interval="1m", repeat="1m")
# For a program, which gathers by itself what belongs together.
AT_ONCE = Pace(wait="0s", interval="5s", repeat="1h")
# By the stack's alert timing, then by severity. A demonstration sees each step
# within seconds; production gathers what one cause sets off.
PACES = {
    "demo": {
        Severity.CRITICAL: Pace(wait="2s", interval="10s", repeat="1h"),
        Severity.WARNING: Pace(wait="2s", interval="10s", repeat="4h"),
        Severity.INFO: Pace(wait="30s", interval="5m", repeat="12h"),
    },
    "production": {
        Severity.CRITICAL: Pace(wait="10s", interval="2m", repeat="1h"),
        Severity.WARNING: Pace(wait="30s", interval="5m", repeat="12h"),
        # A digest, not an interruption.
        Severity.INFO: Pace(wait="15m", interval="6h", repeat="24h"),
    },
}
