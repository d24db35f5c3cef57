"""The engine: takes telemetry and alerts in, and shows incidents."""

from catalog.services import ENGINE, GRAFANA, POSTGRES, PROMETHEUS
from infra.specs import engine_settings, limits
from infra.specs.databases import URL_PATH, url_file
from infra.specs.engine_keys import KEYS_FOLDER, SERVED
from infra.specs.settings import Settings
from infra.specs.workload import HttpProbe, Volume, WorkloadSpec

DATA_PATH = "/data"
CONSOLE_PATH = "/opt/console"
VOLUME_MIB = 4096
# Of the volume; the write-ahead log and compaction take some of the rest.
DATABASE_SHARE = 0.5
_TMP_MIB = 64


def engine(settings: Settings) -> WorkloadSpec:
    """Return the engine's workload."""
    return WorkloadSpec(
        service=ENGINE,
        image="engine",
        env=environment(settings),
        limits=limits.ENGINE,
        probe=HttpProbe(port=ENGINE.port, path=ENGINE.health_path, start_period_s=30),
        secrets=(
            *SERVED,
            *((url_file(ENGINE),) if settings.postgres else ()),
            *settings.engine.secrets,
        ),
        volumes=(Volume(name="engine", path=DATA_PATH, size_mib=VOLUME_MIB),),
        tmpfs={"/tmp": _TMP_MIB},  # noqa: S108 - the container's own, in memory
        # What it is taking in is stored first.
        stop_grace_s=30,
        depends_on=(POSTGRES.name,) if settings.postgres else (),
    )


def environment(settings: Settings) -> dict[str, str]:
    """Return what the engine's settings read."""
    env = {
        "AIOPS_HOST": "0.0.0.0",  # noqa: S104 - inside the container
        "AIOPS_PORT": str(ENGINE.port),
        **engine_settings.environment(
            settings.engine, int(VOLUME_MIB * DATABASE_SHARE)
        ),
        "AIOPS_PROMETHEUS_URL": f"http://{PROMETHEUS.name}:{PROMETHEUS.port}",
        "AIOPS_KEYS_FOLDER": KEYS_FOLDER,
        "AIOPS_CONSOLE_FOLDER": CONSOLE_PATH,
        "AIOPS_STACK": settings.stack,
        "AIOPS_REMEDIATION": "on" if settings.remediation else "off",
        # Links of what people read: from here to Grafana, from messages to here.
        "AIOPS_DASHBOARDS_URL": settings.url(GRAFANA.name),
        "AIOPS_NOTIFY_CONSOLE_URL": settings.url(ENGINE.name),
    }
    if settings.postgres:
        env["AIOPS_DATABASE_URL_FILE"] = URL_PATH
    else:
        env["AIOPS_DATABASE_URL"] = f"sqlite:///{DATA_PATH}/engine.db"
    if settings.telemetry.traces_query_url:
        env["AIOPS_JAEGER_URL"] = settings.telemetry.traces_query_url
    return env
