"""Alertmanager: how alerts are grouped, and where they go."""

from collections.abc import Mapping
from typing import Any

from catalog.services import ALERTMANAGER
from infra.specs import limits
from infra.specs.alerting import (
    inhibition,
    messages,
    quiet,
    receivers,
    routes,
    templates,
)
from infra.specs.documents import to_yaml
from infra.specs.engine_keys import held
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
                files=files(settings),
            ),
        ),
        # Read at each delivery; those of receivers are what routes depend on.
        secrets=(held("alertmanager"), *settings.delivery.secrets),
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


def configuration(settings: Settings) -> str:
    """Return ``alertmanager.yml``."""
    delivery = settings.delivery
    quiet_times = quiet.intervals(delivery)
    document: Mapping[str, Any] = {
        "global": {"resolve_timeout": "5m", **messages.smtp(delivery)},
        "templates": [f"{templates.FOLDER}/*.tmpl"],
        "route": routes.tree(delivery, settings.alert_timing),
        "inhibit_rules": inhibition.rules(),
        **({"time_intervals": quiet_times} if quiet_times else {}),
        "receivers": receivers.receivers(delivery),
    }
    return to_yaml(document, comment="Written from the catalog by infra/specs.")


def files(settings: Settings) -> Mapping[str, str]:
    """Return the files of the configuration's folder, by path."""
    found = {"alertmanager.yml": configuration(settings)}
    for name, text in templates.FILES.items():
        found[f"{templates.FOLDER}/{name}"] = text
    return found
