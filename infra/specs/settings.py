"""A stack's settings: parsed from text, all mistakes at once, then frozen."""

import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from catalog.identity import PROJECT
from catalog.services import SERVICES
from infra.specs import values
from infra.specs.errors import PlatformError

T = TypeVar("T")

DEV_STACK = "dev"
DEFAULT_RETENTION = "15d"
DEFAULT_VOLUME_GIB = 10
DEFAULT_RATE_LIMIT = "1000/second"
# Folders of rules/generated: how long alerts wait before they fire.
ALERT_TIMINGS = ("demo", "production")
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
}
# Read as secrets by the program, never as settings.
SECRET_KEYS = ("grafanaAdminPassword", "simulationToken")
_PLAIN_KEYS = (
    "target",
    "portOffset",
    "prometheusRetention",
    "prometheusVolumeGib",
    "scrapeInterval",
    "productsScrapeInterval",
    "simulation",
    "rateLimit",
    "alertTiming",
    "otlpEndpoint",
    "probeUrls",
    "registryPrefix",
    "backendUrl",
    "secretsProvider",
    "grafana",
)
KEYS = (*_PLAIN_KEYS, *PORT_KEYS, *IMAGE_KEYS.values())

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
        probe_urls: What the prober asks besides the stack's own endpoints.
        otlp_endpoint: Where traces go; None turns tracing off.
        grafana: ``on``, ``off``, or ``auto`` (with its image).
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
    rate_limit: str = DEFAULT_RATE_LIMIT
    alert_timing: str = "production"
    otlp_endpoint: str | None = None
    probe_urls: tuple[str, ...] = ()
    registry_prefix: str | None = None
    images: Mapping[str, str] = field(default_factory=dict)
    backend_url: str | None = None
    secrets_provider: str = "passphrase"
    grafana: str = "auto"

    @property
    def retention_size(self) -> str:
        """Retention by size, in Prometheus's (binary) megabytes."""
        return f"{int(self.volume_gib * 1024 * RETENTION_SHARE)}MB"

    def url(self, service: str) -> str:
        """Return where *service* is published on this machine."""
        return f"http://127.0.0.1:{self.ports[service]}"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One setting that cannot be used, and what to do about it."""

    key: str
    value: str
    problem: str

    def __str__(self) -> str:
        """Return the mistake as one line: key, value, fix."""
        return f"{self.key}: {self.value!r} {self.problem}"


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


class _Reader:
    """Reads values and collects what is wrong with them."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self._texts = {key: _text(value) for key, value in raw.items()}
        self.mistakes: list[Mistake] = []

    def read(self, key: str, parse: Callable[[str], T], default: T) -> T:
        text = self._texts.get(key)
        if text is None:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.refuse(key, text, str(error))
            return default

    def refuse(self, key: str, value: str, problem: str) -> None:
        self.mistakes.append(Mistake(f"{PROJECT}:{key}", value, problem))


def default_port_offset(stack: str) -> int:
    """Return what is added to every published port of *stack* when nothing is set."""
    return 0 if stack == DEV_STACK else 100 * (1 + zlib.crc32(stack.encode()) % 400)


def parse(stack: str, raw: Mapping[str, object]) -> Settings:
    """
    Return the settings of *stack*.

    Args:
        stack: The stack's name.
        raw: Value by key, with or without the prefix ``pharos:``. Keys of other
            namespaces (``docker:host``) are not ours and pass.

    Raises:
        SettingsError: When anything is wrong; it lists every mistake.
    """
    ours = _without_prefix(raw)
    reader = _Reader(ours)
    try:
        values.stack_name(stack)
    except ValueError as error:
        reader.mistakes.append(Mistake("stack", stack, str(error)))
    for key in sorted(ours.keys() - {*KEYS, *SECRET_KEYS}):
        reader.refuse(key, _text(ours[key]), _unknown(key))
    settings = _read(stack, reader)
    if reader.mistakes:
        raise SettingsError(stack, tuple(reader.mistakes))
    return settings


def _read(stack: str, reader: _Reader) -> Settings:
    offset = reader.read(
        "portOffset", values.whole(0, _HIGHEST_OFFSET), default_port_offset(stack)
    )
    return Settings(
        stack=stack,
        target=reader.read("target", values.one_of("docker"), "docker"),
        port_offset=offset,
        ports=_read_ports(reader, offset),
        retention=reader.read(
            "prometheusRetention", values.duration("2h", "10y"), DEFAULT_RETENTION
        ),
        volume_gib=reader.read(
            "prometheusVolumeGib", values.whole(1, 10_000), DEFAULT_VOLUME_GIB
        ),
        scrape_interval=_read_interval(reader, "scrapeInterval", "15s"),
        products_scrape_interval=_read_interval(
            reader, "productsScrapeInterval", "10s"
        ),
        simulation=reader.read("simulation", values.switch, False),
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
    )


def _read_interval(reader: _Reader, key: str, default: str) -> str:
    # Above two minutes one lost scrape makes a series stale (five minutes).
    return reader.read(key, values.duration("1s", "2m"), default)


def _read_ports(reader: _Reader, offset: int) -> dict[str, int]:
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


def _read_images(reader: _Reader) -> dict[str, str]:
    read = {
        image: reader.read(key, values.image, "") for image, key in IMAGE_KEYS.items()
    }
    return {image: reference for image, reference in read.items() if reference}


def _unknown(key: str) -> str:
    close = get_close_matches(key, [*KEYS, *SECRET_KEYS], n=1)
    hint = f"did you mean {PROJECT}:{close[0]}?" if close else "remove it"
    return f"belongs to a key that nothing reads; {hint}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "[secret]" if isinstance(value, Mapping) else str(value).strip()


def _without_prefix(raw: Mapping[str, object]) -> dict[str, object]:
    keys = ((key.removeprefix(f"{PROJECT}:"), value) for key, value in raw.items())
    return {key: value for key, value in keys if ":" not in key}
