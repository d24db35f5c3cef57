"""Every dashboard as JSON, by file name."""

import json
from collections.abc import Mapping

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from dashboards import (
    aiops,
    alerts,
    business,
    health,
    incidents,
    monitoring,
    overview,
    postgres,
    resources,
    rootcause,
    slo,
    telemetry,
)
from dashboards.page import Page, built

PAGES = {
    "overview.json": overview.PAGE,
    "business.json": business.PAGE,
    "health.json": health.PAGE,
    "resources.json": resources.PAGE,
    "slo.json": slo.PAGE,
    "monitoring.json": monitoring.PAGE,
    "alerts.json": alerts.PAGE,
    "telemetry.json": telemetry.PAGE,
    "aiops.json": aiops.PAGE,
    "incidents.json": incidents.PAGE,
    "rootcause.json": rootcause.PAGE,
    "postgres.json": postgres.PAGE,
}


def generated() -> Mapping[str, str]:
    """Return each dashboard's JSON by its file name."""
    return {name: text(page) for name, page in PAGES.items()}


def text(page: Page) -> str:
    """Return *page* as Grafana reads it."""
    return json.dumps(built(page), cls=JSONEncoder, indent=2, sort_keys=True) + "\n"
