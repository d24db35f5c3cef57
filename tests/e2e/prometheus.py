"""Ask a running Prometheus."""

import json
import urllib.parse
import urllib.request
from typing import Any


def api(url: str, path: str, **query: str) -> Any:
    """Return the ``data`` of an answer of Prometheus's HTTP API."""
    address = f"{url}/api/v1/{path}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(address, timeout=10) as response:
        return json.load(response)["data"]


def series(url: str, expression: str, **query: str) -> list[dict[str, Any]]:
    """Return the samples of an instant query."""
    return list(api(url, "query", query=expression, **query)["result"])


def value(url: str, expression: str) -> float:
    """Return the one value of *expression*; 0 where there is no series."""
    found = series(url, expression)
    assert len(found) <= 1, f"{expression} has {len(found)} series; sum them up"
    return float(found[0]["value"][1]) if found else 0.0
