"""Failures that come back: incidents with the same cause and the same signs."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.windows.window import OperationKey

_LEAST_TIMES = 2
# Signs that say what kind of failure it is, the most telling first.
_KINDS = {
    Signal.TIMEOUTS: "stops answering",
    Signal.ERRORS: "fails",
    Signal.SATURATION: "runs out of resources",
    Signal.LATENCY: "gets slow",
    Signal.TRAFFIC: "loses traffic",
}
_PERIODS = (("hour", 3600.0), ("day", 86400.0), ("week", 604800.0))
# Distances that differ by less than this share are regular.
_REGULAR = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """
    What two incidents have in common that are the same failure.

    Attributes:
        service, operation: Of the first cause.
        kind: The most telling signal of the cause's service.
        reached: Services that suffered with it, by name.
    """

    service: str
    operation: str
    kind: Signal
    reached: tuple[str, ...]

    @property
    def name(self) -> str:
        """The pattern in words."""
        where = self.operation or self.service
        others = [name for name in self.reached if name != self.service]
        words = f"{where} {_KINDS[self.kind]}"
        return f"{words}, {' and '.join(others)} with it" if others else words


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """
    A failure that was seen more than once.

    Attributes:
        incidents: Their ids, the latest first.
        every_s: Median time between them.
        rhythm: ``hour``, ``day`` or ``week`` where they come that regularly.
    """

    fingerprint: Fingerprint
    incidents: tuple[str, ...]
    every_s: float
    rhythm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """
    An incident as far as its pattern is concerned.

    Attributes:
        cause: Its first one; None where none was found.
        reached: Services that suffered.
    """

    id: str
    began_s: float
    anomalies: tuple[Anomaly, ...]
    cause: OperationKey | None
    reached: frozenset[str]


def fingerprint(past: Past) -> Fingerprint | None:
    """Return what identifies the failure; None where no cause was found."""
    cause = past.cause
    if cause is None:
        return None
    signals = {a.signal for a in past.anomalies if a.service == cause.service}
    signals = signals or {a.signal for a in past.anomalies}
    kind = next((signal for signal in _KINDS if signal in signals), None)
    if kind is None:
        return None
    return Fingerprint(
        service=cause.service,
        operation=cause.operation,
        kind=kind,
        reached=tuple(sorted(past.reached)),
    )


def recurring(incidents: Iterable[Past]) -> list[Pattern]:
    """
    Return the failures that came back, the most frequent first, then by name.

    Args:
        incidents: In any order.
    """
    alike: dict[Fingerprint, list[Past]] = {}
    for past in incidents:
        found = fingerprint(past)
        if found:
            alike.setdefault(found, []).append(past)
    patterns = [
        _pattern(found, members)
        for found, members in alike.items()
        if len(members) >= _LEAST_TIMES
    ]
    return sorted(patterns, key=lambda p: (-len(p.incidents), p.fingerprint.name))


def _pattern(found: Fingerprint, members: list[Past]) -> Pattern:
    order = sorted(members, key=lambda past: (past.began_s, past.id))
    gaps = [later.began_s - past.began_s for past, later in pairwise(order)]
    return Pattern(
        fingerprint=found,
        incidents=tuple(past.id for past in reversed(order)),
        every_s=median(gaps),
        rhythm=_rhythm(gaps),
    )


def _rhythm(gaps: list[float]) -> str:
    """Return the period that all gaps are whole multiples of; empty for none."""
    if len(gaps) < _LEAST_TIMES:
        return ""
    for name, period_s in reversed(_PERIODS):
        rest = [abs(gap / period_s - max(1, round(gap / period_s))) for gap in gaps]
        if max(rest) < _REGULAR:
            return name
    return ""
