"""Dashboards in Grafana's JSON model, by file name."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboards import shop
from dashboards.panels import DATASOURCE, Row, layout

SCHEMA_VERSION = 39
REFRESH = "30s"


def generated() -> Mapping[str, str]:
    """Return each dashboard's JSON by its file name."""
    return {"shop.json": _text(dashboard(shop.UID, shop.TITLE, shop.ROWS))}


def dashboard(uid: str, title: str, rows: Sequence[Row]) -> Mapping[str, Any]:
    """Return a dashboard with a choice of environments."""
    return {
        "uid": uid,
        "title": title,
        "tags": ["pharos"],
        "schemaVersion": SCHEMA_VERSION,
        "editable": False,
        "graphTooltip": 1,
        "refresh": REFRESH,
        "time": {"from": "now-1h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": [_environment()]},
        "annotations": {"list": []},
        "panels": layout(rows),
    }


def _environment() -> Mapping[str, Any]:
    return {
        "name": "environment",
        "label": "Environment",
        "type": "query",
        "datasource": DATASOURCE,
        "query": {"query": "label_values(up, environment)", "refId": "A"},
        "refresh": 2,
        "includeAll": False,
        "multi": False,
    }


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, sort_keys=True) + "\n"
