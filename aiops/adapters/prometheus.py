"""
Reads Prometheus, or what speaks its HTTP API.

https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson
import urllib3

from aiops.domain.saturation import Usage
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

    def usages(self, now_s: float) -> list[Usage]:
        """
        Return what each service used of its limits in the last quarter of an hour.

        Raises:
            PrometheusError: Says which query failed, and how.
        """
        return [
            usage
            for query, resource, fills in _RESOURCES
            for usage in _usages(self._range(query, now_s), resource, fills)
        ]

    def _range(self, query: str, now_s: float) -> list[dict[str, Any]]:
        fields = {
            "query": query,
            "start": f"{now_s - _RANGE_S:.0f}",
            "end": f"{now_s:.0f}",
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
