"""The collector: takes spans and logs in, counts them, hands them on."""

from collections.abc import Mapping
from typing import Any

from catalog.metrics import LATENCY_BUCKETS_S
from catalog.services import COLLECTOR, ENGINE
from catalog.spans import PORT as SPAN_METRICS_PORT
from infra.specs import limits
from infra.specs.documents import to_yaml
from infra.specs.engine_keys import ENGINE_KEY_PATH, held
from infra.specs.settings import Settings
from infra.specs.workload import Folder, HttpProbe, Volume, WorkloadSpec

CONFIG_PATH = "/etc/otelcol"
CONFIG_FILE = "config.yaml"
DATA_PATH = "/var/lib/otelcol"
VOLUME_MIB = 512
# Of the volume; the rest is what compaction and freed pages take meanwhile.
QUEUE_SHARE = 0.5
# Above it data is refused, and the sender keeps it; Go's own limit lies above.
MEMORY_SHARE = 0.75
MEMORY_SPIKE_SHARE = 0.2
MAX_REQUEST_BYTES = 4 * 1024 * 1024
# One wait of the sender's and this one are all that lies between a request and the
# engine, which looks every few seconds.
BATCH_S = 1
BATCH_ITEMS = 512
# Beyond as many series of one service, the rest is counted as one.
SERIES_LIMIT = 1000

Section = Mapping[str, Any]

# What must reach no store, whoever sent it. The shop leaves it out by itself.
_PRIVATE_KEYS = (
    "(?i).*(authorization|cookie|password|passwd|secret|token|api[-_.]?key).*"
)
_CARD = r"\b[3-6](?:[ -]?[0-9]){12,18}\b"
_BEARER = r"(?i)bearer [a-z0-9._~+/=-]{8,}"


def collector(settings: Settings) -> WorkloadSpec:
    """Return the collector's workload."""
    return WorkloadSpec(
        service=COLLECTOR,
        image="collector",
        command=(f"--config={CONFIG_PATH}/{CONFIG_FILE}",),
        env=limits.go_environment(limits.COLLECTOR),
        limits=limits.COLLECTOR,
        probe=HttpProbe(port=COLLECTOR.probe_port, path=COLLECTOR.health_path),
        folders=(
            Folder(
                name="collector-config",
                path=CONFIG_PATH,
                files={CONFIG_FILE: configuration(settings)},
            ),
        ),
        secrets=(held("collector"),),
        volumes=(Volume(name="collector", path=DATA_PATH, size_mib=VOLUME_MIB),),
        # It hands on what it holds on the way down.
        stop_grace_s=20,
    )


def configuration(settings: Settings) -> str:
    """
    Return the collector's configuration.

    It runs in the program that we compile and in the official one: only components of
    both, and no dollar sign, which the official one expands.
    """
    document = {
        "extensions": _extensions(),
        "receivers": {
            "otlp": {
                "protocols": {
                    "http": {
                        "endpoint": f"0.0.0.0:{COLLECTOR.port}",
                        "max_request_body_size": MAX_REQUEST_BYTES,
                    }
                }
            }
        },
        "processors": _processors(settings),
        "connectors": {"spanmetrics": _span_metrics()},
        "exporters": _exporters(settings),
        "service": {
            "extensions": list(_extensions()),
            "pipelines": _pipelines(settings),
            "telemetry": _own_telemetry(),
        },
    }
    return to_yaml(document, comment="Written from the catalog by infra/specs.")


def _extensions() -> Section:
    return {
        "bearertokenauth/engine": {"filename": ENGINE_KEY_PATH},
        "health_check": {"endpoint": f"0.0.0.0:{COLLECTOR.probe_port}"},
        "file_storage": {
            "directory": DATA_PATH,
            "compaction": {
                "directory": DATA_PATH,
                "on_start": True,
                "on_rebound": True,
                "cleanup_on_start": True,
            },
        },
    }


def _processors(settings: Settings) -> Section:
    memory_mib = limits.COLLECTOR.memory_mib
    found: dict[str, Any] = {
        "memory_limiter": {
            "check_interval": "1s",
            "limit_mib": int(memory_mib * MEMORY_SHARE),
            "spike_limit_mib": int(memory_mib * MEMORY_SPIKE_SHARE),
        },
        "redaction": {
            "allow_all_keys": True,
            "blocked_key_patterns": [_PRIVATE_KEYS],
            "blocked_values": [_CARD, _BEARER],
            "summary": "silent",
        },
    }
    if settings.telemetry.traces_endpoint:
        found["probabilistic_sampler"] = {
            "sampling_percentage": settings.telemetry.sample_percent
        }
    return found


def _span_metrics() -> Section:
    return {
        "histogram": {
            "unit": "s",
            "explicit": {"buckets": [f"{bound:g}s" for bound in LATENCY_BUCKETS_S]},
        },
        "exemplars": {"enabled": True, "max_per_data_point": 1},
        "resource_metrics_key_attributes": ["service.name"],
        "aggregation_cardinality_limit": SERIES_LIMIT,
        "metrics_flush_interval": "10s",
    }


def _exporters(settings: Settings) -> Section:
    telemetry = settings.telemetry
    engine = {
        **_sender(f"http://{ENGINE.name}:{ENGINE.port}"),
        "auth": {"authenticator": "bearertokenauth/engine"},
    }
    found: dict[str, Any] = {
        "otlp_http/engine": engine,
        "prometheus": {
            "endpoint": f"0.0.0.0:{SPAN_METRICS_PORT}",
            "enable_open_metrics": True,
            # Longer than any pause of a shop at night would only keep dead series.
            "metric_expiration": "30m",
        },
    }
    if telemetry.traces_endpoint:
        found["otlp_http/traces"] = _sender(telemetry.traces_endpoint)
    if telemetry.loki_url:
        found["otlp_http/loki"] = _sender(f"{telemetry.loki_url}/otlp")
    return found


def _sender(endpoint: str) -> Section:
    """Return an exporter whose queue is on the disk and which never gives up."""
    return {
        "endpoint": endpoint,
        "compression": "gzip",
        "timeout": "10s",
        "retry_on_failure": {
            "enabled": True,
            "initial_interval": "1s",
            "max_interval": "10s",
            "max_elapsed_time": "0s",
        },
        "sending_queue": {
            "enabled": True,
            "storage": "file_storage",
            "sizer": "bytes",
            "queue_size": int(VOLUME_MIB * 1024 * 1024 * QUEUE_SHARE),
            "num_consumers": 2,
            "batch": {
                "flush_timeout": f"{BATCH_S}s",
                "sizer": "items",
                "min_size": BATCH_ITEMS,
                "max_size": BATCH_ITEMS,
            },
        },
    }


def _pipelines(settings: Settings) -> Section:
    clean = ["memory_limiter", "redaction"]
    found: dict[str, Any] = {
        "traces": {
            "receivers": ["otlp"],
            "processors": clean,
            "exporters": ["otlp_http/engine", "spanmetrics"],
        },
        "logs": {
            "receivers": ["otlp"],
            "processors": clean,
            "exporters": ["otlp_http/engine"],
        },
        "metrics/spans": {"receivers": ["spanmetrics"], "exporters": ["prometheus"]},
    }
    if settings.telemetry.traces_endpoint:
        found["traces/sampled"] = {
            "receivers": ["otlp"],
            "processors": [*clean, "probabilistic_sampler"],
            "exporters": ["otlp_http/traces"],
        }
    if settings.telemetry.loki_url:
        found["logs"]["exporters"].append("otlp_http/loki")
    return found


def _own_telemetry() -> Section:
    address = {"host": "0.0.0.0", "port": COLLECTOR.scrape_port}  # noqa: S104
    return {
        "logs": {"encoding": "json"},
        "metrics": {"readers": [{"pull": {"exporter": {"prometheus": address}}}]},
    }
