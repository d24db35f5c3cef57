"""
Configuration files as they should be, kept for review.

``python -m tests.unit.infra.golden_files`` writes them anew; read the difference
before you commit it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from catalog.own_entries import parse_all
from catalog.services import BUILT_IN, SHOP_ROLES, running
from infra.specs import (
    alertmanager,
    blackbox,
    collector,
    gateway,
    grafana,
    limits,
    own_services,
    prometheus,
)
from infra.specs.platform import Sources, platform
from infra.specs.previews import previews
from infra.specs.probes import endpoints
from infra.specs.settings import parse
from infra.specs.workload import WorkloadSpec

FOLDER = Path(__file__).parent / "golden"
_GREETER = Path(__file__).parents[2] / "fixtures" / "greeter.toml"
# What a workload may use and keeps; its files have golden files of their own.
_KEPT = (
    *("image", "user", "limits", "probe", "entrypoint", "command", "env", "secrets"),
    *("volumes", "tmpfs", "host_folders", "container_names", "reload"),
    *("stop_grace_s", "init", "replicas"),
)


def current() -> Mapping[str, str]:
    """Return each file as the specs write it for stack dev."""
    settings = parse("dev", {})
    built_in = [each for each in running() if each in BUILT_IN]
    provisioning = grafana.provisioning(settings)
    return {
        "prometheus.yml": prometheus.configuration(
            settings,
            built_in,
            endpoints(built_in, settings),
            [each for each in prometheus.SENDERS if each in BUILT_IN],
        ),
        "alertmanager.yml": alertmanager.configuration(settings),
        "blackbox.yml": blackbox.configuration(),
        "collector.yaml": collector.configuration(settings),
        "Caddyfile": gateway.caddyfile(SHOP_ROLES),
        "grafana-datasource.yaml": provisioning["datasources/prometheus.yaml"],
        "grafana-dashboards.yaml": provisioning["dashboards/pharos.yaml"],
        "workloads.yaml": _workloads(_specs()),
    }


def _specs() -> Iterable[WorkloadSpec]:
    """Return every workload, those too that another stands in for."""
    settings = parse("dev", {"simulation": "on"})
    greeter = parse_all({"greeter": _GREETER.read_text()})
    every = platform(settings, Sources(), images={"grafana"})
    yield from (spec for spec in every if spec.service in BUILT_IN)
    yield previews(settings, {})
    yield from map(own_services.own_service, greeter)


def _workloads(specs: Iterable[WorkloadSpec]) -> str:
    found = {spec.name: _workload(spec) for spec in specs}
    found["limits of Go programs"] = dict(limits.go_environment(limits.PROMETHEUS))
    return str(yaml.safe_dump(found, sort_keys=False, width=88))


def _workload(spec: WorkloadSpec) -> Mapping[str, Any]:
    """Return what *spec* sets, as plain data."""
    given = {key: _plain(getattr(spec, key)) for key in _KEPT}
    return {key: value for key, value in given.items() if value not in (None, [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return dict(value)
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


if __name__ == "__main__":
    for name, text in current().items():
        (FOLDER / name).write_text(text)
