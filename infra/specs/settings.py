"""A stack's settings: parsed from text, all mistakes at once, then frozen."""

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from catalog.identity import PROJECT
from catalog.services import POSTGRES_SETTING, SERVICES
from infra.specs import databases, delivery, engine_settings, telemetry, values
from infra.specs.delivery import Delivery
from infra.specs.engine_keys import HOLDERS, secret_key
from infra.specs.engine_settings import EngineSettings
from infra.specs.errors import PlatformError
from infra.specs.reader import Mistake, Reader, text_of
from infra.specs.secret_keys import SET, config_key
from infra.specs.telemetry import Telemetry

DEV_STACK = "dev"
DEFAULT_RETENTION = "15d"
DEFAULT_VOLUME_GIB = 10
DEFAULT_RATE_LIMIT = "1000/second"
# Folders of rules/generated: how long alerts wait before they fire.
ALERT_TIMINGS = ("demo", "production")
# Before what all of the gate has to pass: preview and update, the preview alone, or
# neither, where only the policies are asked.
GATES = ("full", "preview", "policies")
# Part of the volume that samples may fill; the write-ahead log and compaction
# need the rest.
RETENTION_SHARE = 0.8

PORT_KEYS = {
    f"{service.name}Port": service
    for service in SERVICES
    if service.published_port is not None
}
# Setting by key of the image catalogue.
IMAGE_KEYS = {
    "prometheus": "prometheusImage",
    "alertmanager": "alertmanagerImage",
    "grafana": "grafanaImage",
    "node-exporter": "nodeExporterImage",
    "blackbox": "blackboxImage",
    "gateway": "gatewayImage",
    "postgres": "postgresImage",
    "postgres-exporter": "postgresExporterImage",
}
# Each is optional, and switches on what it is for.
GIVEN_SECRETS = (*delivery.SECRETS.values(), *engine_settings.SECRETS.values())
# Read as secrets by the program, never as settings.
SECRET_KEYS = (
    "grafanaAdminPassword",
    "simulationToken",
    *(config_key(secret_key(holder)) for holder in HOLDERS),
    *(config_key(key) for key in databases.SECRET_KEYS),
    *delivery.SECRETS,
    *engine_settings.SECRETS,
)
_PLAIN_KEYS = (
    "target",
    "portOffset",
    "prometheusRetention",
    "prometheusVolumeGib",
    "scrapeInterval",
    "productsScrapeInterval",
    "simulation",
    "remediation",
    "rateLimit",
    "alertTiming",
    "otlpEndpoint",
    "probeUrls",
    "registryPrefix",
    "backendUrl",
    "secretsProvider",
    "grafana",
    "releaseKey",
    "release",
    "gate",
    POSTGRES_SETTING,
)
KEYS = (
    *_PLAIN_KEYS,
    *delivery.KEYS,
    *telemetry.KEYS,
    *engine_settings.KEYS,
    *PORT_KEYS,
    *IMAGE_KEYS.values(),
)

_EXPOSED = (
    "is there for everybody to read; remove it, take it for known to others, and set"
    " a new one with `pulumi config set --secret"
)
_HIGHEST_PORT = 65535
_HIGHEST_OFFSET = _HIGHEST_PORT - max(s.published_port or 0 for s in PORT_KEYS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    What a stack's configuration says.

    Attributes:
        ports: Port on 127.0.0.1 by service name.
        retention: Prometheus duration.
        images: Overriding image reference by key of the image catalogue.
        alert_timing: One of ``ALERT_TIMINGS``.
        remediation: Whether the engine proposes actions with its incidents.
        probe_urls: What the prober asks besides the stack's own endpoints.
        otlp_endpoint: Where the shop's spans and logs go; None: the collector.
        grafana: ``on``, ``off``, or ``auto`` (with its image).
        gate: One of ``GATES``.
        postgres: Whether databases are in a PostgreSQL of the stack's own, instead of
            SQLite files of each service.
        release_key: Public key whose releases alone are taken; None takes any image.
        release: The signed release, from the checkout.
        delivery: Where alerts go.
        telemetry: Where spans and logs go besides the engine.
        engine: How the engine judges, keeps and tells.
    """

    stack: str
    target: str = "docker"
    port_offset: int = 0
    ports: Mapping[str, int] = field(default_factory=dict)
    retention: str = DEFAULT_RETENTION
    volume_gib: int = DEFAULT_VOLUME_GIB
    scrape_interval: str = "15s"
    products_scrape_interval: str = "10s"
    simulation: bool = False
    remediation: bool = False
    rate_limit: str = DEFAULT_RATE_LIMIT
    alert_timing: str = "production"
    otlp_endpoint: str | None = None
    probe_urls: tuple[str, ...] = ()
    registry_prefix: str | None = None
    images: Mapping[str, str] = field(default_factory=dict)
    backend_url: str | None = None
    secrets_provider: str = "passphrase"
    grafana: str = "auto"
    gate: str = "full"
    postgres: bool = False
    release_key: str | None = None
    release: str | None = None
    delivery: Delivery = field(default_factory=Delivery)
    telemetry: Telemetry = field(default_factory=Telemetry)
    engine: EngineSettings = field(default_factory=EngineSettings)

    @property
    def retention_size(self) -> str:
        """Retention by size, in Prometheus's (binary) megabytes."""
        return f"{int(self.volume_gib * 1024 * RETENTION_SHARE)}MB"

    def port(self, name: str) -> int | None:
        """Return the port on 127.0.0.1 of a service; None if it is private."""
        if name in self.ports:
            return self.ports[name]
        stands_in_for = next(
            (each.stands_in_for for each in SERVICES if each.name == name), None
        )
        return self.ports[stands_in_for] if stands_in_for else None

    def url(self, name: str) -> str:
        """
        Return where a service is published on this machine.

        Raises:
            KeyError: When it is private.
        """
        port = self.port(name)
        if port is None:
            raise KeyError(name)
        return f"http://127.0.0.1:{port}"


class SettingsError(PlatformError):
    """
    Settings that cannot be used.

    Attributes:
        mistakes: All of them, in the order of the keys.
    """

    def __init__(self, stack: str, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        lines = "\n".join(f"  {mistake}" for mistake in mistakes)
        super().__init__(
            f"{count} in the settings of stack {stack!r}"
            f" (Pulumi.{stack}.yaml, under `config:`):\n{lines}"
        )


def default_port_offset(stack: str) -> int:
    """Return what is added to every published port of *stack* when nothing is set."""
    return 0 if stack == DEV_STACK else 100 * (1 + zlib.crc32(stack.encode()) % 400)


def parse(stack: str, raw: Mapping[str, object]) -> Settings:
    """
    Return the settings of *stack*.

    Args:
        stack: The stack's name.
        raw: Value by key, with or without the prefix ``pharos:``. Keys of other
            namespaces (``docker:host``) are not ours and pass. A secret's value is
            never looked at, only whether there is one.

    Raises:
        SettingsError: When anything is wrong; it lists every mistake.
    """
    ours = _without_prefix(raw)
    reader = Reader(_masked(ours))
    try:
        values.stack_name(stack)
    except ValueError as error:
        reader.mistakes.append(Mistake("stack", stack, str(error)))
    for key in sorted(ours.keys() - {*KEYS, *SECRET_KEYS}):
        reader.refuse(key, text_of(ours[key]), _unknown(key))
    for key in SECRET_KEYS:
        if _is_plain(ours.get(key, SET)):
            reader.refuse(key, SET, f"{_EXPOSED} pharos:{key}`")
    settings = _read(stack, reader)
    if reader.mistakes:
        raise SettingsError(stack, tuple(reader.mistakes))
    return settings


def _read(stack: str, reader: Reader) -> Settings:
    offset = reader.read(
        "portOffset", values.whole(0, _HIGHEST_OFFSET), default_port_offset(stack)
    )
    return Settings(
        stack=stack,
        target=reader.read("target", values.one_of("docker"), "docker"),
        port_offset=offset,
        ports=_read_ports(reader, offset),
        retention=reader.read(
            "prometheusRetention", values.retention, DEFAULT_RETENTION
        ),
        volume_gib=reader.read(
            "prometheusVolumeGib", values.whole(1, 10_000), DEFAULT_VOLUME_GIB
        ),
        scrape_interval=_read_interval(reader, "scrapeInterval", "15s"),
        products_scrape_interval=_read_interval(
            reader, "productsScrapeInterval", "10s"
        ),
        simulation=reader.read("simulation", values.switch, False),
        remediation=reader.read("remediation", values.switch, False),
        rate_limit=reader.read("rateLimit", values.rate, DEFAULT_RATE_LIMIT),
        alert_timing=reader.read(
            "alertTiming",
            values.one_of(*ALERT_TIMINGS),
            "demo" if stack == DEV_STACK else "production",
        ),
        otlp_endpoint=reader.read("otlpEndpoint", values.url("http", "https"), None),
        probe_urls=reader.read("probeUrls", values.probe_urls, ()),
        registry_prefix=reader.read("registryPrefix", values.registry_prefix, None),
        images=_read_images(reader),
        backend_url=reader.read(
            "backendUrl", values.url("file", "s3", "gs", "azblob", "https"), None
        ),
        secrets_provider=reader.read(
            "secretsProvider", values.secrets_provider, "passphrase"
        ),
        grafana=reader.read("grafana", values.on_off_auto, "auto"),
        gate=reader.read(
            "gate",
            values.one_of(*GATES),
            "preview" if stack == DEV_STACK else "full",
        ),
        postgres=reader.read(POSTGRES_SETTING, values.switch, False),
        # Read by the policies; here they make what the gate has passed another thing.
        release_key=reader.read("releaseKey", str, None),
        release=reader.read("release", str, None),
        delivery=delivery.read(reader),
        telemetry=telemetry.read(reader),
        engine=engine_settings.read(reader),
    )


def _read_interval(reader: Reader, key: str, default: str) -> str:
    # Above two minutes one lost scrape makes a series stale (five minutes).
    return reader.read(key, values.duration("1s", "2m"), default)


def _read_ports(reader: Reader, offset: int) -> dict[str, int]:
    ports = {
        service.name: reader.read(
            key,
            values.whole(1024, _HIGHEST_PORT),
            (service.published_port or 0) + offset,
        )
        for key, service in PORT_KEYS.items()
    }
    for port, count in Counter(ports.values()).items():
        if count > 1:
            names = [name for name, taken in ports.items() if taken == port]
            reader.refuse(
                f"{names[-1]}Port",
                str(port),
                f"is also the port of {', '.join(names[:-1])}; choose another one",
            )
    return ports


def _read_images(reader: Reader) -> dict[str, str]:
    read = {
        image: reader.read(key, values.image, "") for image, key in IMAGE_KEYS.items()
    }
    return {image: reference for image, reference in read.items() if reference}


def _masked(ours: Mapping[str, object]) -> Mapping[str, object]:
    return {key: SET if key in SECRET_KEYS else ours[key] for key in ours}


def _is_plain(value: object) -> bool:
    return value != SET and not isinstance(value, Mapping)


def _unknown(key: str) -> str:
    close = get_close_matches(key, [*KEYS, *SECRET_KEYS], n=1)
    hint = f"did you mean {PROJECT}:{close[0]}?" if close else "remove it"
    return f"belongs to a key that nothing reads; {hint}"


def _without_prefix(raw: Mapping[str, object]) -> dict[str, object]:
    keys = ((key.removeprefix(f"{PROJECT}:"), value) for key, value in raw.items())
    return {key: value for key, value in keys if ":" not in key}
