"""What is seen of one service at about one time."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.incidents.limits import Limits
from aiops.domain.incidents.model import AlertKey, AnomalyKey, Incident, Sign

Key = AnomalyKey | AlertKey
_NONE: Mapping[Key, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Signs of one service that belong together.

    Attributes:
        service: Its name; of an alert that names none, the alert's in brackets.
        incident: Id of the open incident that they are part of; empty for new ones.
        starts_s: When each began, in rising order.
        signals: Of its anomalies; empty where there are only alerts.
        signs: The new ones; empty for a place of an incident.
    """

    service: str
    incident: str
    starts_s: tuple[float, ...]
    signals: frozenset[Signal]
    signs: tuple[Sign, ...] = ()

    @property
    def onset_s(self) -> float:
        """When the first of them began."""
        return self.starts_s[0]

    @property
    def is_of_no_service(self) -> bool:
        """Whether its alerts name no service, and so tell of the whole."""
        return self.service.startswith("<")

    @property
    def only_alerts(self) -> bool:
        """Whether nothing is measured of it."""
        return not self.signals

    @property
    def only_traffic(self) -> bool:
        """Whether it merely gets more or fewer requests than usual."""
        return self.signals == {Signal.TRAFFIC}


def service_of(sign: Sign) -> str:
    """Return the service that *sign* is about, or what stands for it."""
    if sign.service or isinstance(sign, Anomaly):
        return sign.service
    return f"<{sign.name}>"


def of_incident(incident: Incident) -> list[Place]:
    """Return the places that *incident* has."""
    return [
        _place(service, incident.id, signs, lambda sign: sign.started_s)
        for service, signs in _by_service(incident.signs)
    ]


def of_newcomers(
    signs: Iterable[Sign], limits: Limits, back_s: Mapping[Key, float] = _NONE
) -> list[Place]:
    """
    Return the places of signs that no incident has; apart where time is between.

    Args:
        back_s: Of signs that return, when they were last over; they begin again then.
    """

    def start(sign: Sign) -> float:
        return back_s.get(sign.key, sign.started_s)

    found = []
    for service, mine in _by_service(signs):
        batch: list[Sign] = []
        for sign in sorted(mine, key=start):
            if batch and start(sign) - start(batch[-1]) > limits.window_s:
                found.append(_place(service, "", batch, start, new=True))
                batch = []
            batch.append(sign)
        found.append(_place(service, "", batch, start, new=True))
    return found


def explains(cause: Place, effect: Place, limits: Limits) -> bool:
    """
    Return whether *effect* began at a time when *cause* could have caused it.

    Times of alerts say little: they wait for their condition to last.
    """
    late_s = limits.window_s + limits.alert_delay_s * effect.only_alerts
    early_s = limits.slack_s + limits.alert_delay_s * cause.only_alerts
    first = bisect_left(cause.starts_s, effect.onset_s - late_s)
    return (
        first < len(cause.starts_s)
        and cause.starts_s[first] <= effect.onset_s + early_s
    )


def _place(
    service: str,
    incident: str,
    signs: Sequence[Sign],
    start: Callable[[Sign], float],
    *,
    new: bool = False,
) -> Place:
    measured = [sign for sign in signs if isinstance(sign, Anomaly)]
    return Place(
        service=service,
        incident=incident,
        # What is measured is on time; alerts only count where there is nothing else.
        starts_s=tuple(sorted({start(sign) for sign in measured or signs})),
        signals=frozenset(sign.signal for sign in measured),
        signs=tuple(signs) if new else (),
    )


def _by_service(signs: Iterable[Sign]) -> list[tuple[str, list[Sign]]]:
    found: dict[str, list[Sign]] = {}
    for sign in signs:
        found.setdefault(service_of(sign), []).append(sign)
    return sorted(found.items())
