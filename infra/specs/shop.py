"""The shop's roles: one image, one workload per role."""

from collections.abc import Mapping

from catalog.services import (
    COLLECTOR,
    INVENTORY,
    POSTGRES,
    PRODUCTS,
    SHOP_GID,
    SHOP_ROLES,
    Service,
)
from infra.specs import limits
from infra.specs.databases import URL_PATH, url_file
from infra.specs.settings import Settings
from infra.specs.workload import HttpProbe, SecretFile, Volume, WorkloadSpec

IMAGE = "app"
DATA_PATH = "/data"
# Read at each use.
SIMULATION_TOKEN = SecretFile(
    name="simulation-token", key="simulation-token", polled=True
)
# One database: what inventory reserves is what products counts.
_STOCK_ROLES = (PRODUCTS, INVENTORY)
_VOLUME_MIB = 1024
_COLLECTOR_URL = f"http://{COLLECTOR.name}:{COLLECTOR.port}"
# The SDK's five seconds would be a third of the time in which a fault is to be told.
EXPORT_DELAY_MS = 1000
_TMP_MIB = 32


def shop(settings: Settings) -> tuple[WorkloadSpec, ...]:
    """Return one workload per role."""
    return tuple(_role(service, settings) for service in SHOP_ROLES)


def volume_name(service: Service) -> str:
    """Return the volume that holds the database of *service*."""
    return "stock" if service in _STOCK_ROLES else service.name


def _role(service: Service, settings: Settings) -> WorkloadSpec:
    return WorkloadSpec(
        service=service,
        image=IMAGE,
        command=("-m", "app"),
        env=environment(service, settings),
        limits=limits.SHOP,
        probe=HttpProbe(port=service.port, path=service.health_path),
        secrets=_secrets(service, settings),
        volumes=(
            Volume(name=volume_name(service), path=DATA_PATH, size_mib=_VOLUME_MIB),
        ),
        tmpfs={"/tmp": _TMP_MIB},  # noqa: S108 - the container's own, in memory
        stop_grace_s=30,
        gid=SHOP_GID,
        depends_on=(POSTGRES.name,) if settings.postgres else (),
    )


def _secrets(service: Service, settings: Settings) -> tuple[SecretFile, ...]:
    return (
        *((SIMULATION_TOKEN,) if settings.simulation else ()),
        *((url_file(service),) if settings.postgres else ()),
    )


def environment(service: Service, settings: Settings) -> Mapping[str, str]:
    """Return what ``app.settings`` reads for one role."""
    env = {
        "SHOP_ROLES": service.name,
        # Reachable by the network's other containers; nothing publishes it.
        "SHOP_HOST": "0.0.0.0",  # noqa: S104
        "SHOP_PORT": str(service.port),
        "SHOP_WORKERS": "1",
        "SHOP_THREADS": "8",
        **_database(settings),
        "SHOP_RATE_LIMIT": settings.rate_limit,
        "SHOP_TRUSTED_PROXIES": "1",
        "SHOP_SIMULATION": "on" if settings.simulation else "off",
        "OTEL_SERVICE_NAME": service.name,
        "OTEL_EXPORTER_OTLP_ENDPOINT": settings.otlp_endpoint or _COLLECTOR_URL,
        "OTEL_BSP_SCHEDULE_DELAY": str(EXPORT_DELAY_MS),
        "OTEL_BLRP_SCHEDULE_DELAY": str(EXPORT_DELAY_MS),
    }
    env |= {
        f"SHOP_{peer.name.upper()}_URL": f"http://{peer.name}:{peer.port}"
        for peer in SHOP_ROLES
        if peer != service
    }
    if settings.simulation:
        env["SHOP_SIMULATION_TOKEN_FILE"] = f"/run/secrets/{SIMULATION_TOKEN.name}"
    return env


def _database(settings: Settings) -> Mapping[str, str]:
    if settings.postgres:
        return {"SHOP_DATABASE_URL_FILE": URL_PATH}
    return {"SHOP_DATABASE_URL": f"sqlite:///{DATA_PATH}/shop.db"}
