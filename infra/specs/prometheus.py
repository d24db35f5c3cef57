"""Prometheus: what it scrapes, how long it keeps it, how it is started."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalog.services import (
    ALERTMANAGER,
    COLLECTOR,
    CONTAINER_EXPORTER,
    ENGINE,
    PRODUCTS,
    PROMETHEUS,
    SERVICES,
    Kind,
    Service,
)
from catalog.spans import PORT as SPAN_METRICS_PORT
from catalog.spans import SPAN_METRICS_JOB
from infra.specs import limits, probes
from infra.specs.documents import to_yaml
from infra.specs.engine_keys import ENGINE_KEY_PATH, held
from infra.specs.probes import Endpoint
from infra.specs.settings import Settings
from infra.specs.workload import (
    Folder,
    HttpProbe,
    ReloadBySignal,
    Volume,
    WorkloadSpec,
)

CONFIG_PATH = "/etc/prometheus"
DATA_PATH = "/prometheus"
CONFIG_FOLDER = "prometheus-config"
CONFIG_FILE = "prometheus.yml"
# Of services that come and go; their label `job` is the service's name all the same.
OWN_JOB = "own"
# Of the collector's: anew after each of its restarts, always the same, or told twice.
_DROPPED_LABELS = "collector_instance_id|otel_scope_.*|exported_job|service_name"
MAX_EXEMPLARS = 100_000
SENDERS = tuple(each for each in SERVICES if each.name in COLLECTOR.callers)

RELOAD = ReloadBySignal(
    signal="SIGHUP",
    success_metric="prometheus_config_last_reload_successful",
    timestamp_metric="prometheus_config_last_reload_success_timestamp_seconds",
)


def prometheus(
    settings: Settings,
    targets: Iterable[Service],
    probed: Iterable[Endpoint],
    rules: Mapping[str, str],
    runbooks: Mapping[str, str],
) -> WorkloadSpec:
    """
    Return Prometheus's workload.

    Args:
        targets: Services that run and have metrics.
        probed: Endpoints that the prober asks.
        rules: Text by file name, mounted as ``rules/<file name>``.
        runbooks: Pages by file name, served below ``/consoles/``.
    """
    files = {CONFIG_FILE: configuration(settings, targets, probed)}
    files |= {f"rules/{name}": text for name, text in sorted(rules.items())}
    files |= {f"consoles/{name}": page for name, page in sorted(runbooks.items())}
    return WorkloadSpec(
        service=PROMETHEUS,
        image="prometheus",
        command=command(settings),
        env=limits.go_environment(limits.PROMETHEUS),
        limits=limits.PROMETHEUS,
        probe=HttpProbe(port=PROMETHEUS.port, path=PROMETHEUS.health_path),
        folders=(Folder(name=CONFIG_FOLDER, path=CONFIG_PATH, files=files),),
        # Read at each scrape.
        secrets=(held("prometheus"),),
        volumes=(
            Volume(
                name="prometheus",
                path=DATA_PATH,
                size_mib=settings.volume_gib * 1024,
            ),
        ),
        reload=RELOAD,
        # It writes its head block on the way down.
        stop_grace_s=60,
    )


def command(settings: Settings) -> tuple[str, ...]:
    """Return the flags; the port is published, so lifecycle and admin APIs stay off."""
    return (
        f"--config.file={CONFIG_PATH}/{CONFIG_FILE}",
        f"--storage.tsdb.path={DATA_PATH}",
        f"--storage.tsdb.retention.time={settings.retention}",
        f"--storage.tsdb.retention.size={settings.retention_size}",
        f"--web.listen-address=:{PROMETHEUS.port}",
        f"--web.external-url={settings.url(PROMETHEUS.name)}",
        f"--web.console.templates={CONFIG_PATH}/consoles",
        "--enable-feature=exemplar-storage",
        "--log.format=json",
    )


def configuration(
    settings: Settings,
    targets: Iterable[Service],
    probed: Iterable[Endpoint],
    senders: Sequence[Service] = SENDERS,
) -> str:
    """
    Return ``prometheus.yml``: jobs of services, of own ones, and of probes.

    Args:
        senders: Whose spans the collector counts.
    """
    services = tuple(targets)
    own = [each for each in services if each.kind is Kind.OWN]
    document = {
        "global": {
            "scrape_interval": settings.scrape_interval,
            "evaluation_interval": settings.scrape_interval,
            "external_labels": {"stack": settings.stack},
        },
        "storage": {"exemplars": {"max_exemplars": MAX_EXEMPLARS}},
        "rule_files": [f"{CONFIG_PATH}/rules/*.yaml"],
        "alerting": {
            "alertmanagers": [
                {
                    "static_configs": [
                        {"targets": [f"{ALERTMANAGER.name}:{ALERTMANAGER.port}"]}
                    ]
                }
            ]
        },
        "scrape_configs": [
            *(_job(each, settings) for each in services if each not in own),
            _spans_job(settings, senders),
            _own_job(own, settings),
            probes.job(probed, settings),
        ],
    }
    return to_yaml(document, comment="Written from the catalog by infra/specs.")


def _job(service: Service, settings: Settings) -> Mapping[str, Any]:
    job: dict[str, Any] = {"job_name": service.name}
    if service in (CONTAINER_EXPORTER, ENGINE):
        # Each sample tells of another service than the one that is asked.
        job["honor_labels"] = True
    if service == ENGINE:
        job["authorization"] = {"credentials_file": ENGINE_KEY_PATH}
    if service == PRODUCTS:
        job["scrape_interval"] = settings.products_scrape_interval
    if service.metrics_path != "/metrics":
        job["metrics_path"] = service.metrics_path
    job["static_configs"] = [_target(service, settings)]
    return job


def _spans_job(settings: Settings, senders: Sequence[Service]) -> Mapping[str, Any]:
    """Return the job of what the collector counts: each series is another service's."""
    owners = sorted({each.owner for each in senders})
    return {
        "job_name": SPAN_METRICS_JOB,
        "static_configs": [
            {
                "targets": [f"{COLLECTOR.name}:{SPAN_METRICS_PORT}"],
                "labels": {
                    "service": COLLECTOR.name,
                    "owner": COLLECTOR.owner,
                    "environment": settings.stack,
                },
            }
        ],
        "metric_relabel_configs": [
            {
                "source_labels": ["service_name"],
                "regex": "(.+)",
                "target_label": "service",
            },
            *(_owner_rule(owner, senders) for owner in owners),
            {
                "action": "labeldrop",
                "regex": _DROPPED_LABELS,
            },
            {
                "source_labels": ["__name__"],
                "regex": "target_info",
                "action": "drop",
            },
        ],
    }


def _owner_rule(owner: str, senders: Iterable[Service]) -> Mapping[str, Any]:
    names = "|".join(each.name for each in senders if each.owner == owner)
    return {
        "source_labels": ["service"],
        "regex": names,
        "target_label": "owner",
        "replacement": owner,
    }


def _own_job(services: Iterable[Service], settings: Settings) -> Mapping[str, Any]:
    """
    Return the job of a team's own services, which is there without any, too.

    When a target leaves its job, Prometheus marks its series as ended two scrapes
    later. Those of a job that vanishes would seem alive for five minutes.
    """
    return {
        "job_name": OWN_JOB,
        "static_configs": [
            _target(
                each, settings, job=each.name, __metrics_path__=each.metrics_path or ""
            )
            for each in services
        ],
    }


def _target(service: Service, settings: Settings, **labels: str) -> Mapping[str, Any]:
    return {
        "targets": [f"{service.name}:{service.scrape_port}"],
        "labels": {
            "service": service.name,
            "owner": service.owner,
            "environment": settings.stack,
            **labels,
        },
    }
