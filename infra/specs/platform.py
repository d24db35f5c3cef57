"""The whole platform: which workloads run."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from catalog.own_services import OWN
from catalog.services import GRAFANA, POSTGRES_SETTING, running
from infra.specs.alertmanager import alertmanager
from infra.specs.blackbox import blackbox
from infra.specs.collector import collector
from infra.specs.documents import compact
from infra.specs.engine import engine
from infra.specs.errors import PlatformError
from infra.specs.exporters import container_exporter, node_exporter
from infra.specs.gateway import gateway
from infra.specs.grafana import grafana
from infra.specs.links import with_links
from infra.specs.notifications import notifications
from infra.specs.own_services import own_service
from infra.specs.postgres import databases, fitting
from infra.specs.previews import previews
from infra.specs.probes import endpoints
from infra.specs.prometheus import prometheus
from infra.specs.settings import Settings
from infra.specs.shop import shop
from infra.specs.workload import WorkloadSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """
    Generated files that workloads mount.

    Attributes:
        rules: Prometheus rules, text by file name, by the timing of their alerts.
        runbooks: Pages by file name.
        dashboards: Grafana dashboards, JSON by file name.
    """

    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    runbooks: Mapping[str, str] = field(default_factory=dict)
    dashboards: Mapping[str, str] = field(default_factory=dict)


def platform(
    settings: Settings, sources: Sources, images: Collection[str]
) -> tuple[WorkloadSpec, ...]:
    """
    Return every workload of the stack.

    Args:
        images: Keys of the image catalogue that were resolved.

    Raises:
        PlatformError: When Grafana is wanted without its image.
    """
    with_grafana = wants_grafana(settings, images)
    dashboards = {
        name: compact(text)
        for name, text in fitting(settings, sources.dashboards).items()
    }
    rules = fitting(settings, sources.rules.get(settings.alert_timing, {}))
    services = running(
        without=() if with_grafana else (GRAFANA.name,),
        switched_on=(POSTGRES_SETTING,) if settings.postgres else (),
    )
    return (
        *databases(settings),
        gateway(),
        *shop(settings),
        prometheus(
            settings,
            [service for service in services if service.metrics_path],
            endpoints(services, settings),
            with_links(rules, settings),
            sources.runbooks,
        ),
        alertmanager(settings),
        notifications(settings),
        grafana(settings, dashboards)
        if with_grafana
        else previews(settings, dashboards),
        node_exporter(),
        container_exporter(),
        blackbox(),
        collector(settings),
        engine(settings),
        *(own_service(own) for own in OWN),
    )


def wants_grafana(settings: Settings, images: Collection[str]) -> bool:
    """Return whether Grafana runs: as set, or by ``auto`` where its image is."""
    if settings.grafana == "on" and "grafana" not in images:
        raise PlatformError(
            "pharos:grafana: 'on' needs Grafana's image, which could not be had;"
            " import it with `make images IMPORT=file`, or set auto or off"
        )
    return settings.grafana != "off" and "grafana" in images
