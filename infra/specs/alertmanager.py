"""Alertmanager: how alerts are grouped, and where they go."""

from catalog.alerts import Alert
from catalog.services import ALERTMANAGER
from infra.specs import limits
from infra.specs.documents import to_yaml
from infra.specs.settings import Settings
from infra.specs.workload import (
    Folder,
    HttpProbe,
    ReloadBySignal,
    Volume,
    WorkloadSpec,
)

CONFIG_PATH = "/etc/alertmanager"
DATA_PATH = "/alertmanager"
CONFIG_FOLDER = "alertmanager-config"

RELOAD = ReloadBySignal(
    signal="SIGHUP",
    success_metric="alertmanager_config_last_reload_successful",
    timestamp_metric="alertmanager_config_last_reload_success_timestamp_seconds",
)
# Shown in the user interface, sent nowhere.
_LOCAL = "local"
_SILENT = "silent"


def alertmanager(settings: Settings) -> WorkloadSpec:
    """Return Alertmanager's workload."""
    return WorkloadSpec(
        service=ALERTMANAGER,
        image="alertmanager",
        command=command(settings),
        env=limits.go_environment(limits.ALERTMANAGER),
        limits=limits.ALERTMANAGER,
        probe=HttpProbe(port=ALERTMANAGER.port, path=ALERTMANAGER.health_path),
        folders=(
            Folder(
                name=CONFIG_FOLDER,
                path=CONFIG_PATH,
                files={"alertmanager.yml": configuration()},
            ),
        ),
        volumes=(Volume(name="alertmanager", path=DATA_PATH, size_mib=256),),
        reload=RELOAD,
    )


def command(settings: Settings) -> tuple[str, ...]:
    """Return the flags; a single instance needs no cluster port."""
    return (
        f"--config.file={CONFIG_PATH}/alertmanager.yml",
        f"--storage.path={DATA_PATH}",
        "--data.retention=120h",
        "--cluster.listen-address=",
        f"--web.listen-address=:{ALERTMANAGER.port}",
        f"--web.external-url={settings.url(ALERTMANAGER.name)}",
        "--log.format=json",
    )


def configuration() -> str:
    """Return ``alertmanager.yml``."""
    document = {
        "global": {"resolve_timeout": "5m"},
        "route": {
            "receiver": _LOCAL,
            "group_by": ["alertname", "environment", "service"],
            "group_wait": "10s",
            "group_interval": "1m",
            "repeat_interval": "4h",
            "routes": [
                {
                    "receiver": _SILENT,
                    "matchers": [f'alertname="{Alert.WATCHDOG.value}"'],
                }
            ],
        },
        "receivers": [{"name": _LOCAL}, {"name": _SILENT}],
    }
    return to_yaml(document, comment="Written from the catalog by infra/specs.")
