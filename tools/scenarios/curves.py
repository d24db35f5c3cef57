"""The signals of a scenario's causes, as the engine has them."""

from collections.abc import Iterable, Sequence

from tools.scenarios.engine import EngineApi
from tools.scenarios.model import Cause, Scenario
from tools.scenarios.result import Curve
from tools.scenarios.scoring import Sighting


def curves(
    engine: EngineApi,
    scenario: Scenario,
    seen: Sequence[Sighting],
    begin_s: float,
    end_s: float,
) -> tuple[Curve, ...]:
    """Return one curve per fault; of what looked worst where nothing is one."""
    wanted = [_wanted(cause, seen) for cause in scenario.truth] or [
        ("checkout", "POST /checkout", "latency")
    ]
    return tuple(_curve(engine, *each, begin_s, end_s) for each in wanted)


def _wanted(cause: Cause, seen: Iterable[Sighting]) -> tuple[str, str, str]:
    """Return what stood out at the cause; else what should have."""
    signs = [
        (sign.service, sign.operation, sign.signal)
        for sighting in seen
        for incident in sighting.incidents
        for sign in incident.signs
        if sign.service in cause.services and sign.signal in cause.kinds
    ]
    kind = min(kind.value for kind in cause.kinds)
    return max(signs, key=signs.count, default=(cause.services[0], "", kind))


def _curve(
    engine: EngineApi,
    service: str,
    operation: str,
    signal: str,
    begin_s: float,
    end_s: float,
) -> Curve:
    found = engine.series(service, operation, signal, begin_s, end_s)
    return Curve(
        service=service,
        operation=operation,
        signal=signal,
        unit=str(found["unit"]),
        rows=tuple(
            (at, value, expected, low, high)
            for at, value, expected, low, high, *_ in found["points"]
        ),
    )
