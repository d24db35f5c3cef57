"""How long what is seen belongs together; stated in docs/aiops.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Times of the correlation, in seconds.

    Attributes:
        window_s: An effect begins at most so long after its cause.
        slack_s: So much later than its effect a cause may seem to begin; windows and
            clocks are not exact.
        alert_delay_s: So long an alert may have waited for its condition to last.
        alert_wait_s: So long an alert waits for an incident to join, before it
            opens one.
        quiet_s: Without anything new for so long, an incident is over.
        hold_s: So long alerts that still fire keep an incident open whose anomalies
            are over.
        stale_s: An anomaly that nobody confirmed for so long is over.
        stale_alert_s: The same of an alert.
        reopen_s: The same fault again within this time is the same incident.
    """

    window_s: float = 300.0
    slack_s: float = 30.0
    alert_delay_s: float = 300.0
    alert_wait_s: float = 60.0
    quiet_s: float = 120.0
    hold_s: float = 900.0
    stale_s: float = 300.0
    stale_alert_s: float = 6 * 3600.0
    reopen_s: float = 1800.0


DEFAULT_LIMITS = Limits()
