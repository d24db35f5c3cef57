"""
Reads Prometheus, or what speaks its HTTP API.

https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import urllib3

from aiops.domain.forecasting.crossing import sights
from aiops.domain.saturation import SOON_S, Usage
from catalog.records import CONTAINER_CPU_RATIO, CONTAINER_MEMORY_RATIO

_TIMEOUT_S = 3.0
_RANGE_S, _STEP_S = 900, 15
_MOST_BYTES = 16 * 2**20
_RESOURCES = (
    (CONTAINER_MEMORY_RATIO.name, "memory", True),
    (CONTAINER_CPU_RATIO.name, "processor", False),
)


class PrometheusError(Exception):
    """Prometheus did not answer a query, or not with data."""


class Prometheus:
    """One server's query API."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/api/v1/query_range"
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=_TIMEOUT_S), retries=False
        )

    def usages(self, now_s: float, *, season_s: float) -> list[Usage]:
        """
        Return what each service used of its limits in the last quarter of an hour.

        Args:
            now_s: Seconds since the epoch.
            season_s: So long before, the same time and what came after it is read too.

        Raises:
            PrometheusError: Says which query failed, and how.
        """
        then_s = now_s - season_s
        ahead_s = float(sights(SOON_S)[-1]) + _STEP_S
        found: list[Usage] = []
        for query, resource, fills in _RESOURCES:
            latest = self._range(query, now_s - _RANGE_S, now_s)
            usages = list(_usages(latest, resource, fills))
            # Where nothing fills up there is nothing to foresee.
            if fills and usages:
                before = self._range(query, then_s - _RANGE_S, then_s + ahead_s)
                earlier = {u.service: u for u in _usages(before, resource, fills)}
                usages = [_with(u, earlier.get(u.service), season_s) for u in usages]
            found += usages
        return found

    def _range(self, query: str, start_s: float, end_s: float) -> list[dict[str, Any]]:
        fields = {
            "query": query,
            "start": f"{start_s:.0f}",
            "end": f"{end_s:.0f}",
            "step": str(_STEP_S),
        }
        try:
            answer = self._pool.request(
                "GET", self._url, fields=fields, preload_content=False
            )
            body = answer.read(_MOST_BYTES)
            answer.release_conn()
            found = orjson.loads(body)
            if found["status"] != "success":
                raise PrometheusError(f"{query}: {found.get('error', 'no success')}")
            return list(found["data"]["result"])
        except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError) as error:
            raise PrometheusError(
                f"{query}: {type(error).__name__}; check AIOPS_PROMETHEUS_URL"
            ) from error


def _usages(
    result: list[dict[str, Any]], resource: str, fills: bool
) -> Iterator[Usage]:
    for series in result:
        service = series.get("metric", {}).get("service")
        values = series.get("values", [])
        if service and values:
            yield Usage(
                service=service,
                resource=resource,
                fills=fills,
                times_s=np.array([float(at_s) for at_s, _ in values]),
                ratios=np.array([float(value) for _, value in values]),
            )


def _with(usage: Usage, earlier: Usage | None, season_s: float) -> Usage:
    if earlier is None:
        return usage
    return replace(usage, earlier_s=earlier.times_s + season_s, earlier=earlier.ratios)
