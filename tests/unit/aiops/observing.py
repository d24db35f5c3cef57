"""Lets the analysis watch the made-up shop."""

from aiops.domain.baselines.watch import WatchSettings
from aiops.services.analysis import Analysis

START_S = 1_700_000_000.0
# From a round's time to that of what it told.
ROUND_S = 0.5


def watch(shop, length_s, *, start_s=START_S, analysis=None, **settings):
    """Return (time, anomaly) of all that was told, in the order it was told."""
    analysis = analysis or Analysis(WatchSettings(**settings))
    told = []
    for now_s, spans in shop.run(start_s, start_s + length_s):
        done = analysis.round(spans, now_s=now_s + ROUND_S)
        told += [(now_s + ROUND_S, anomaly) for anomaly in done.anomalies]
    return told


def first_told(told):
    """Return (time, anomaly) of each anomaly when it was told first."""
    seen = {}
    for now_s, anomaly in told:
        seen.setdefault(anomaly.key, (now_s, anomaly))
    return list(seen.values())


def last_told(told):
    """Return each anomaly as it was told last."""
    return list({anomaly.key: anomaly for _, anomaly in told}.values())
