"""Names are written once, and every one of them is used."""

import re
from pathlib import Path

import pytest

from catalog import (
    alerts,
    containers,
    engine,
    metrics,
    notifications,
    previews,
    probes,
    services,
)

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "aiops",
    "app",
    "exporter",
    "notifications",
    "previews",
    "infra",
    "rules",
    "dashboards",
)


def sources(*packages):
    return {
        path: path.read_text()
        for package in packages
        for path in (ROOT / package).rglob("*.py")
    }


@pytest.mark.parametrize(
    "metric",
    metrics.SHOP_METRICS
    + containers.CONTAINER_METRICS
    + notifications.NOTIFICATION_METRICS
    + probes.PROBE_METRICS
    + previews.PREVIEW_METRICS
    + engine.INGEST_METRICS,
    ids=lambda m: m.name,
)
def test_metric_name_is_written_in_the_catalog_only(metric):
    quoted = re.compile(rf"[\"'{{( ]{metric.name}[\"'{{( ]")

    found = [path for path, text in sources(*PACKAGES).items() if quoted.search(text)]
    assert found == []


@pytest.mark.parametrize("name", list(alerts.Alert))
def test_alert_name_is_written_in_the_catalog_only(name):
    quoted = re.compile(rf"[\"']{name}[\"']")

    found = [path for path, text in sources(*PACKAGES).items() if quoted.search(text)]
    assert found == []


@pytest.mark.parametrize("service", services.SERVICES, ids=lambda each: each.name)
def test_service_is_in_the_picture(service):
    assert f">{service.name}<" in (ROOT / "docs" / "architecture.svg").read_text()


def constants():
    text = (ROOT / "catalog" / "metrics.py").read_text()
    return re.findall(r"^([A-Z][A-Z_]+) = Metric\(", text, re.MULTILINE)


@pytest.mark.parametrize("name", constants())
def test_shop_metric_is_exported_by_the_shop(name):
    assert any(re.search(rf"\b{name}\b", text) for text in sources("app").values())
