"""Services, operations and the calls between them, as they are now."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.forecasting.forecast import Forecast
from aiops.domain.health import Health, health_of, health_of_service
from aiops.domain.windows.window import EdgeKey, EdgeWindow, OperationKey, Window

# The latest that is looked at where nothing else is asked for.
NOW_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """
    An operation over some time.

    Attributes:
        window: The whole time.
        latest: The last minute of it.
        seconds: Length of that time.
        anomalies: Those that go on.
    """

    key: OperationKey
    window: Window
    latest: Window
    seconds: float
    anomalies: tuple[Anomaly, ...]

    @property
    def health(self) -> Health:
        """How well it is."""
        return health_of(self.latest, self.anomalies)


def observed(
    windows: Mapping[tuple[float, OperationKey], Window],
    anomalies: Iterable[Anomaly],
    *,
    end_s: float,
    seconds: float,
) -> list[Observed]:
    """
    Sum *windows* up by operation, by name.

    Args:
        windows: Of the *seconds* before *end_s*.
        anomalies: Those that go on.
    """
    total: dict[OperationKey, Window] = {}
    latest: dict[OperationKey, Window] = {}
    for start_s, key in sorted(windows):
        window = windows[start_s, key]
        known = total.setdefault(key, Window())
        known.merge(window)
        known.usual = window.usual or known.usual
        if start_s >= end_s - NOW_S:
            latest.setdefault(key, Window()).merge(window)
    ongoing: dict[OperationKey, list[Anomaly]] = {}
    for anomaly in anomalies:
        key = OperationKey(anomaly.service, anomaly.operation)
        ongoing.setdefault(key, []).append(anomaly)
    return [
        Observed(
            key=key,
            window=total.get(key, Window()),
            latest=latest.get(key, Window()),
            seconds=seconds,
            anomalies=tuple(ongoing.get(key, ())),
        )
        for key in sorted({*total, *ongoing})
    ]


def services(found: Iterable[Observed]) -> list[dict[str, Any]]:
    """Return each service with its operations, as the API shows them."""
    return [
        {
            "name": name,
            **_figures(_sum(operations), operations[0].seconds),
            **_shown(_service_health(operations)),
            "operations": [
                {
                    "operation": each.key.operation,
                    **_figures(each.window, each.seconds),
                    **_shown(each.health),
                }
                for each in operations
            ],
        }
        for name, operations in _by_service(found).items()
    ]


def graph(
    found: Iterable[Observed],
    edges: Mapping[tuple[float, EdgeKey], EdgeWindow],
    *,
    seconds: float,
) -> dict[str, Any]:
    """Return services as nodes and the calls between them as edges."""
    calls: dict[tuple[str, str], EdgeWindow] = {}
    for (_, key), edge in edges.items():
        pair = (key.caller.service, key.callee.service)
        calls.setdefault(pair, EdgeWindow()).merge(edge)
    return {
        "nodes": [
            {
                "service": name,
                **_figures(_sum(operations), operations[0].seconds),
                **_shown(_service_health(operations)),
            }
            for name, operations in _by_service(found).items()
        ],
        "edges": [
            {
                "caller": caller,
                "callee": callee,
                "calls_per_s": round(edge.calls / seconds, 3),
                "error_ratio": round(edge.errors / max(edge.calls, 1), 4),
                "mean_ms": round(edge.duration_s / max(edge.calls, 1) * 1000, 1),
                "gap_ms": round(edge.gap_s / max(edge.calls, 1) * 1000, 1),
            }
            for (caller, callee), edge in sorted(calls.items())
        ],
    }


def foreseen(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast, as the API shows it: its times are no longer relative."""
    latest_s = forecast.at_s + forecast.latest_s
    return {
        "service": forecast.service,
        "operation": forecast.operation,
        "signal": forecast.signal,
        "value": round(forecast.value, 4),
        "limit": forecast.limit,
        "unit": forecast.unit,
        "at_s": forecast.at_s,
        "crosses_s": round(forecast.at_s + forecast.after_s, 1),
        "earliest_s": round(forecast.at_s + forecast.earliest_s, 1),
        "latest_s": None if math.isinf(latest_s) else round(latest_s, 1),
        "seasonal": forecast.seasonal,
        "reason": forecast.reason,
    }


def metrics(found: Iterable[Observed]) -> dict[str, Any]:
    """Return what the API shows by route: a route of one service by itself."""
    routes: dict[str, dict[str, list[Observed]]] = {}
    for each in found:
        route = each.key.operation.rpartition(" ")[2] or "/"
        routes.setdefault(route, {}).setdefault(each.key.service, []).append(each)
    return {
        route if len(services) == 1 else f"{service}{route}": _metric(operations)
        for route, services in sorted(routes.items())
        for service, operations in sorted(services.items())
    }


def _metric(operations: list[Observed]) -> dict[str, Any]:
    window = _sum(operations)
    usual = [
        (each.window.usual[Signal.LATENCY][0], each.window.requests)
        for each in operations
        if Signal.LATENCY in each.window.usual
    ]
    weight = sum(requests or 1 for _, requests in usual)
    baseline_ms = sum(ms * (n or 1) for ms, n in usual) / weight if usual else None
    health = _service_health(operations)
    return {
        "service": operations[0].key.service,
        "operations": [each.key.operation for each in operations],
        "request_count": window.requests,
        "avg_latency_ms": _ms(window.sum_s, window.requests),
        "error_rate": _ratio(window.errors, window.requests),
        "timeout_count": window.timeouts,
        "baseline_latency_ms": None if baseline_ms is None else round(baseline_ms, 1),
        "status_distribution": {
            str(status): n for status, n in sorted(window.statuses.items()) if status
        },
        "health": {
            "health_score": health.score,
            "status": health.status,
            "reasons": list(health.reasons),
        },
    }


def _by_service(found: Iterable[Observed]) -> dict[str, list[Observed]]:
    grouped: dict[str, list[Observed]] = {}
    for each in found:
        grouped.setdefault(each.key.service, []).append(each)
    return grouped


def _sum(operations: Iterable[Observed]) -> Window:
    total = Window()
    for each in operations:
        total.merge(each.window)
    return total


def _service_health(operations: Iterable[Observed]) -> Health:
    return health_of_service(
        [
            (each.latest.requests + each.latest.timeouts, each.health)
            for each in operations
        ]
    )


def _figures(window: Window, seconds: float) -> dict[str, Any]:
    p95_s = window.sketch.quantile_s(0.95)
    return {
        "requests_per_s": round(window.requests / seconds, 3),
        "error_ratio": _ratio(window.errors, window.requests),
        "timeout_ratio": _ratio(window.timeouts, window.requests + window.timeouts),
        "mean_ms": _ms(window.sum_s, window.requests),
        "p95_ms": None if p95_s is None else round(p95_s * 1000, 1),
    }


def _shown(health: Health) -> dict[str, Any]:
    return {
        "health_score": health.score,
        "status": health.status,
        "reasons": list(health.reasons),
    }


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _ms(sum_s: float, requests: int) -> float | None:
    return round(sum_s / requests * 1000, 1) if requests else None
