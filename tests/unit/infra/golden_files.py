"""
Configuration files as they should be, kept for review.

``python -m tests.unit.infra.golden_files`` writes them anew; read the difference
before you commit it.
"""

from collections.abc import Mapping
from pathlib import Path

from catalog.services import BUILT_IN, SHOP_ROLES, running
from infra.specs import alertmanager, blackbox, gateway, grafana, prometheus
from infra.specs.probes import endpoints
from infra.specs.settings import parse

FOLDER = Path(__file__).parent / "golden"


def current() -> Mapping[str, str]:
    """Return each file as the specs write it for stack dev."""
    settings = parse("dev", {})
    built_in = [each for each in running() if each in BUILT_IN]
    provisioning = grafana.provisioning(settings)
    return {
        "prometheus.yml": prometheus.configuration(
            settings, built_in, endpoints(built_in, settings)
        ),
        "alertmanager.yml": alertmanager.configuration(settings),
        "blackbox.yml": blackbox.configuration(),
        "Caddyfile": gateway.caddyfile(SHOP_ROLES),
        "grafana-datasource.yaml": provisioning["datasources/prometheus.yaml"],
        "grafana-dashboards.yaml": provisioning["dashboards/pharos.yaml"],
    }


if __name__ == "__main__":
    for name, text in current().items():
        (FOLDER / name).write_text(text)
