"""Every process of the platform: its name, port, owner and who may call it."""

from collections.abc import Collection

from catalog.own_entries import refuse_clashes
from catalog.own_services import OWN
from catalog.service import Kind, Service

__all__ = ["Kind", "Service"]


SHOP_PORT = 8000
SHOP_GID = 10000
# Numbers of their own, so that the process limit of one workload (which the kernel
# counts by user) is not used up by another.
_SHOP_UID = 10001

GATEWAY = Service(
    name="gateway",
    kind=Kind.PLATFORM,
    owner="platform",
    description="The front door: one address for all the shop's roles",
    port=8080,
    published_port=8080,
    uid=10020,
    # Not on the front door, where these paths belong to the shop.
    metrics_port=2019,
    health_path="/health",
    callers=("prometheus", "blackbox"),
)
ITEMS = Service(
    name="items",
    kind=Kind.SHOP,
    owner="shop",
    description="Service information and the item list",
    port=SHOP_PORT,
    uid=_SHOP_UID,
    callers=("gateway", "prometheus"),
    routes=("/", "/items", "/health", "/metrics", "/simulate", "/openapi.json"),
)
PRODUCTS = Service(
    name="products",
    kind=Kind.SHOP,
    owner="shop",
    description="Products with their stock, and restocking",
    port=SHOP_PORT,
    uid=_SHOP_UID + 1,
    callers=("gateway", "items", "prometheus"),
    routes=("/products",),
)
INVENTORY = Service(
    name="inventory",
    kind=Kind.SHOP,
    owner="shop",
    description="Availability and reservations of stock",
    port=SHOP_PORT,
    uid=_SHOP_UID + 2,
    callers=("gateway", "items", "checkout", "prometheus"),
    routes=("/inventory",),
)
PAYMENT = Service(
    name="payment",
    kind=Kind.SHOP,
    owner="shop",
    description="Payments",
    port=SHOP_PORT,
    uid=_SHOP_UID + 3,
    callers=("gateway", "items", "checkout", "prometheus"),
    routes=("/payment",),
)
CHECKOUT = Service(
    name="checkout",
    kind=Kind.SHOP,
    owner="shop",
    description="Orders: reserves stock, takes the payment, confirms",
    port=SHOP_PORT,
    uid=_SHOP_UID + 4,
    callers=("gateway", "items", "prometheus"),
    routes=("/checkout",),
)
PROMETHEUS = Service(
    name="prometheus",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Metrics, rules and alerts",
    port=9090,
    published_port=9090,
    uid=65534,
    health_path="/-/ready",
    callers=("grafana", "previews", "engine", "blackbox"),
)
ALERTMANAGER = Service(
    name="alertmanager",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Groups, silences and delivers alerts",
    port=9093,
    published_port=9093,
    uid=65534,
    health_path="/-/ready",
    callers=("prometheus", "grafana", "blackbox"),
)
NOTIFICATIONS = Service(
    name="notifications",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Shows what Alertmanager sent, without any account",
    port=9094,
    published_port=9094,
    uid=10025,
    callers=("alertmanager", "prometheus", "blackbox"),
)
GRAFANA = Service(
    name="grafana",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Dashboards",
    port=3000,
    published_port=3000,
    uid=472,
    health_path="/api/health",
    callers=("prometheus", "blackbox"),
)
PREVIEWS = Service(
    name="previews",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Pictures of the dashboards where there is no Grafana",
    port=3000,
    uid=10026,
    callers=("prometheus", "blackbox"),
    stands_in_for="grafana",
)
NODE_EXPORTER = Service(
    name="node-exporter",
    kind=Kind.PLATFORM,
    owner="platform",
    description="CPU, memory and disk of the machine",
    port=9100,
    uid=10021,
    health_path="/",
    callers=("prometheus",),
)
CONTAINER_EXPORTER = Service(
    name="container-exporter",
    kind=Kind.PLATFORM,
    owner="platform",
    description="CPU, memory and processes of each container",
    port=9101,
    uid=10022,
    health_path="/health/live",
    callers=("prometheus",),
)
BLACKBOX = Service(
    name="blackbox",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Asks every published endpoint as a user would",
    port=9115,
    uid=10023,
    health_path="/-/healthy",
    callers=("prometheus",),
)

COLLECTOR = Service(
    name="collector",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Takes spans and logs in, and hands them on",
    port=4318,
    metrics_port=8888,
    health_port=13133,
    uid=10027,
    health_path="/",
    callers=(
        *("items", "products", "inventory", "payment", "checkout"),
        *(own.service.name for own in OWN),
        "prometheus",
    ),
)
ENGINE = Service(
    name="engine",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Notices what is not normal, and names the cause",
    port=8090,
    published_port=8090,
    uid=10028,
    callers=("collector", "alertmanager", "prometheus", "blackbox"),
)
# The setting that switches them on.
POSTGRES_SETTING = "postgres"
POSTGRES = Service(
    name="postgres",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Databases of the shop's roles and of the engine",
    port=5432,
    # PostgreSQL's official image has its data folder and its account by that number.
    uid=999,
    # Its exporter tells them.
    metrics_path=None,
    health_path="",
    callers=(
        *("items", "products", "inventory", "payment", "checkout"),
        "engine",
        "postgres-exporter",
    ),
    by_setting=POSTGRES_SETTING,
)
POSTGRES_EXPORTER = Service(
    name="postgres-exporter",
    kind=Kind.PLATFORM,
    owner="platform",
    description="Connections, queries, locks and sizes of PostgreSQL",
    port=9187,
    uid=10030,
    health_path="/",
    callers=("prometheus",),
    by_setting=POSTGRES_SETTING,
)

SHOP_ROLES = (ITEMS, PRODUCTS, INVENTORY, PAYMENT, CHECKOUT)
# What this repository brings along.
BUILT_IN = (
    GATEWAY,
    *SHOP_ROLES,
    PROMETHEUS,
    ALERTMANAGER,
    NOTIFICATIONS,
    GRAFANA,
    PREVIEWS,
    NODE_EXPORTER,
    CONTAINER_EXPORTER,
    BLACKBOX,
    COLLECTOR,
    ENGINE,
    POSTGRES,
    POSTGRES_EXPORTER,
)
refuse_clashes(BUILT_IN, OWN)
SERVICES = (*BUILT_IN, *(own.service for own in OWN))


def running(
    without: Collection[str] = (), switched_on: Collection[str] = ()
) -> tuple[Service, ...]:
    """
    Return the services but those *without*, whose stand-ins then run.

    Args:
        switched_on: Settings that bring services along.
    """
    return tuple(
        each
        for each in SERVICES
        if each.name not in without
        and (each.stands_in_for is None or each.stands_in_for in without)
        and (each.by_setting is None or each.by_setting in switched_on)
    )


def service(name: str) -> Service:
    """
    Return the service called *name*.

    Raises:
        KeyError: When the catalog has none; the message lists the known names.
    """
    for candidate in SERVICES:
        if candidate.name == name:
            return candidate
    known = ", ".join(s.name for s in SERVICES)
    raise KeyError(f"no service {name!r} in the catalog; known: {known}")
