"""What the containers may use before and after, by service."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policies.model import CONTAINER
from tools.changes.preview import State
from tools.changes.resources import Change, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be used at most."""

    memory_mib: float = 0
    cpus: float = 0

    def __add__(self, other: "Limits") -> "Limits":
        """Return both together."""
        return Limits(
            memory_mib=self.memory_mib + other.memory_mib,
            cpus=round(self.cpus + other.cpus, 3),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One service's limits, or all together."""

    service: str
    before: Limits
    after: Limits

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return self.before != self.after


def costs(found: Iterable[Change]) -> tuple[Cost, ...]:
    """Return the limits of each service that has containers."""
    return tuple(_costs(found))


def total(each: Iterable[Cost]) -> Cost:
    """Return the limits of all services together."""
    costs_ = tuple(each)
    return Cost(
        service="all",
        before=sum((c.before for c in costs_), Limits()),
        after=sum((c.after for c in costs_), Limits()),
    )


def _costs(found: Iterable[Change]) -> Iterator[Cost]:
    by_service: dict[str, Cost] = {}
    for change in found:
        if change.type != CONTAINER:
            continue
        kept = by_service.get(
            change.service,
            Cost(service=change.service, before=Limits(), after=Limits()),
        )
        after = None if change.kind is Kind.DELETED else change.new or change.old
        by_service[change.service] = Cost(
            service=change.service,
            before=kept.before + _limits(change.old),
            after=kept.after + _limits(after),
        )
    yield from by_service.values()


def _limits(state: State | None) -> Limits:
    inputs = state.inputs if state else {}
    return Limits(
        memory_mib=_number(inputs.get("memory")), cpus=_number(inputs.get("cpus"))
    )


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 0.0
