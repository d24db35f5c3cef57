"""Grafana: provisioned datasource and dashboards, password by file."""

from collections.abc import Mapping
from typing import Any

from catalog.services import GRAFANA, PROMETHEUS
from infra.specs import limits
from infra.specs.documents import to_yaml
from infra.specs.links import with_links
from infra.specs.settings import Settings
from infra.specs.workload import Folder, HttpProbe, SecretFile, Volume, WorkloadSpec

PROVISIONING_PATH = "/etc/grafana/provisioning"
DASHBOARDS_PATH = "/var/lib/pharos/dashboards"
DATA_PATH = "/var/lib/grafana"
# Read once in a database's life; later `make rotate` tells Grafana by its interface.
ADMIN_PASSWORD = SecretFile(
    name="grafana-admin-password", key="grafana-admin-password", polled=True
)
# Dashboards name the datasource by it.
DATASOURCE_UID = "prometheus"
TRACES_UID = "traces"
LOGS_UID = "logs"
POLL_INTERVAL_S = 10
# What a user sees after signing in.
HOME = "overview.json"
_COMMENT = "Written from the catalog by infra/specs."


def grafana(settings: Settings, dashboards: Mapping[str, str]) -> WorkloadSpec:
    """
    Return Grafana's workload.

    Args:
        dashboards: JSON by file name, as generated for any stack.
    """
    return WorkloadSpec(
        service=GRAFANA,
        image="grafana",
        env={**limits.go_environment(limits.GRAFANA), **environment(settings)},
        limits=limits.GRAFANA,
        probe=HttpProbe(port=GRAFANA.port, path=GRAFANA.health_path, start_period_s=60),
        folders=(
            Folder(
                name="grafana-provisioning",
                path=PROVISIONING_PATH,
                files=provisioning(settings),
            ),
            Folder(
                name="grafana-dashboards",
                path=DASHBOARDS_PATH,
                files=with_links(dashboards, settings),
                polled=True,
            ),
        ),
        secrets=(ADMIN_PASSWORD,),
        volumes=(Volume(name="grafana", path=DATA_PATH, size_mib=1024),),
        tmpfs={"/tmp": 64},  # noqa: S108 - the container's own, in memory
        stop_grace_s=20,
    )


def environment(settings: Settings) -> Mapping[str, str]:
    """Return Grafana's settings: no anonymous user, no calls home, logs to stdout."""
    return {
        "GF_SECURITY_ADMIN_USER": "admin",
        "GF_SECURITY_ADMIN_PASSWORD__FILE": f"/run/secrets/{ADMIN_PASSWORD.name}",
        "GF_SECURITY_DISABLE_GRAVATAR": "true",
        "GF_SECURITY_COOKIE_SAMESITE": "strict",
        "GF_AUTH_ANONYMOUS_ENABLED": "false",
        "GF_USERS_ALLOW_SIGN_UP": "false",
        "GF_ANALYTICS_REPORTING_ENABLED": "false",
        "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
        "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES": "false",
        "GF_ANALYTICS_FEEDBACK_LINKS_ENABLED": "false",
        "GF_NEWS_NEWS_FEED_ENABLED": "false",
        "GF_PLUGINS_PREINSTALL_DISABLED": "true",
        "GF_SNAPSHOTS_EXTERNAL_ENABLED": "false",
        "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH": f"{DASHBOARDS_PATH}/{HOME}",
        "GF_METRICS_ENABLED": "true",
        "GF_SERVER_HTTP_PORT": str(GRAFANA.port),
        "GF_SERVER_ROOT_URL": settings.url(GRAFANA.name),
        "GF_PATHS_DATA": DATA_PATH,
        "GF_PATHS_PROVISIONING": PROVISIONING_PATH,
        "GF_LOG_MODE": "console",
        "GF_LOG_CONSOLE_FORMAT": "json",
    }


def provisioning(settings: Settings) -> Mapping[str, str]:
    """Return the provisioning files by their path."""
    # Grafana calls a missing folder an error, so that there is one of each kind.
    nothing = to_yaml({"apiVersion": 1}, comment=_COMMENT)
    return {
        "alerting/none.yaml": nothing,
        "plugins/none.yaml": nothing,
        "datasources/prometheus.yaml": to_yaml(
            {
                "apiVersion": 1,
                "prune": True,
                "datasources": datasources(settings),
            },
            comment=_COMMENT,
        ),
        "dashboards/pharos.yaml": to_yaml(
            {
                "apiVersion": 1,
                "providers": [
                    {
                        "name": "pharos",
                        "type": "file",
                        "folder": "Pharos",
                        "disableDeletion": False,
                        "allowUiUpdates": False,
                        "updateIntervalSeconds": POLL_INTERVAL_S,
                        "options": {"path": DASHBOARDS_PATH},
                    }
                ],
            },
            comment=_COMMENT,
        ),
    }


def datasources(settings: Settings) -> list[Mapping[str, Any]]:
    """Return Prometheus, and what the settings name for traces and logs."""
    telemetry = settings.telemetry
    metrics: dict[str, Any] = {
        "httpMethod": "POST",
        "timeInterval": settings.scrape_interval,
    }
    found = []
    if telemetry.traces_backend is not None:
        # From the exemplar of a metric to its trace.
        exemplar = {"name": "trace_id", "datasourceUid": TRACES_UID}
        metrics["exemplarTraceIdDestinations"] = [exemplar]
        kind, url = telemetry.traces_backend, telemetry.traces_query_url or ""
        found.append(_datasource("Traces", TRACES_UID, kind.value, url))
    if telemetry.loki_url:
        found.append(_datasource("Logs", LOGS_UID, "loki", telemetry.loki_url))
    address = f"http://{PROMETHEUS.name}:{PROMETHEUS.port}"
    own = _datasource("Prometheus", DATASOURCE_UID, "prometheus", address)
    return [{**own, "isDefault": True, "jsonData": metrics}, *found]


def _datasource(name: str, uid: str, kind: str, url: str) -> Mapping[str, Any]:
    return {
        "name": name,
        "uid": uid,
        "type": kind,
        "access": "proxy",
        "url": url,
        "isDefault": False,
        "editable": False,
    }
