"""Reads entries of services/: each key has one check, all mistakes come together."""

import tomllib
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from catalog.objectives import Objective
from catalog.own import OwnService, OwnVolume
from catalog.own_keys import METRICS, NAME, OBJECTIVE, TOP, VOLUME, Check
from catalog.red import RedMetrics
from catalog.service import Kind, Service

# Scrapes and probes are everybody's.
_ALWAYS = ("prometheus", "blackbox")
# Names that networks, volumes and probes use.
_RESERVED = frozenset({"net", "network", "stock", "external"})
# Users of their own, far from those of images and of people.
_UIDS = range(20_000, 60_000)


class OwnServiceError(Exception):
    """Entries of services/ that cannot be used, all mistakes together."""


# How each key is kept.
_PLAIN = ("image", "build", "memory_mib", "cpu_millis", "tmp_mib")
_LISTS = ("command", "health_command")
_TABLES = ("env", "build_args")
REQUIRED = ("description", "owner", "port")


def parse_all(texts: Mapping[str, str]) -> tuple[OwnService, ...]:
    """
    Return the services that *texts* describe, text by name, in the names' order.

    Raises:
        OwnServiceError: When any is wrong; it lists every mistake.
    """
    raw: dict[str, Any] = {}
    mistakes = []
    for name, text in sorted(texts.items()):
        try:
            raw[name] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            mistakes.append(f"services/{name}.toml is not TOML: {error}")
    for name, entry in raw.items():
        found = [*_entry_mistakes(name, entry)]
        mistakes += [f"services/{name}.toml: {mistake}" for mistake in found]
    if mistakes:
        raise OwnServiceError("\n".join(mistakes))
    return tuple(_own(name, entry) for name, entry in raw.items())


def refuse_clashes(built_in: Sequence[Service], own: Sequence[OwnService]) -> None:
    """
    Check *own* against what there is already, and against one another.

    Raises:
        OwnServiceError: When two want the same, or a caller does not exist.
    """
    services = [*built_in, *(each.service for each in own)]
    names = {each.name for each in services} | _RESERVED
    mistakes = []
    for place, each in enumerate(services[len(built_in) :], start=len(built_in)):
        mistakes += [
            f"services/{each.name}.toml: {problem}"
            for problem in _clashes(each, services[:place], names)
        ]
    if mistakes:
        raise OwnServiceError("\n".join(mistakes))


def _clashes(
    each: Service, others: Sequence[Service], names: Collection[str]
) -> Iterator[str]:
    if each.name in {other.name for other in others} | _RESERVED:
        yield f"the name {each.name!r} is taken; choose another one"
    for other in others:
        if each.published_port and each.published_port == other.published_port:
            yield f"published_port {each.published_port} is that of {other.name}"
        if each.uid == other.uid:
            yield f"uid {each.uid} is that of {other.name}; set another one"
        for route in sorted(set(each.routes) & set(other.routes)):
            yield f"the route {route} is that of {other.name}"
    for caller in sorted(set(each.callers) - set(names)):
        known = ", ".join(sorted(set(names) - _RESERVED))
        yield f"no service {caller!r} could call it; known: {known}"


def _entry_mistakes(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    if not NAME.fullmatch(name):
        yield f"{name!r} is no name; use 1 to 30 lower-case letters and hyphens"
    yield from (f"{key} is missing; add it" for key in REQUIRED if key not in entry)
    if ("image" in entry) == ("build" in entry):
        yield "give image or build, one of the two"
    yield from _wrong("", TOP, entry)
    for key, checks in (("metrics", METRICS), ("objective", OBJECTIVE)):
        if isinstance(entry.get(key), dict):
            yield from _wrong(f"{key}.", checks, entry[key])
    if isinstance(entry.get("metrics"), dict):
        yield from _half(entry["metrics"])
    for volume in entry["volumes"] if isinstance(entry.get("volumes"), list) else ():
        yield from (
            f"volumes.{key} is missing; add it"
            for key in ("name", "path")
            if key not in volume
        )
        yield from _wrong("volumes.", VOLUME, volume)


def _half(metrics: Mapping[str, Any]) -> Iterator[str]:
    # One name of the shop's and one of its own would be counted twice.
    own = {"requests", "latency"} & metrics.keys()
    labels = {"status_label", "endpoint_label", "errors", "ignored"} & metrics.keys()
    if len(own) == 1 or (labels and not own):
        yield "metrics: give requests and latency, or neither (the shop's names)"


def _wrong(
    prefix: str, checks: Mapping[str, Check], table: Mapping[str, Any]
) -> Iterator[str]:
    for key, value in table.items():
        if key not in checks:
            yield f"{prefix}{key} is not known; use one of {', '.join(checks)}"
        elif fix := checks[key](value):
            yield f"{prefix}{key}: {value!r} cannot be used; {fix}"


def _own(name: str, entry: Mapping[str, Any]) -> OwnService:
    metrics = entry.get("metrics")
    service = _service(name, entry)
    plain: dict[str, Any] = {key: entry[key] for key in _PLAIN if key in entry}
    plain |= {key: tuple(entry[key]) for key in _LISTS if key in entry}
    plain |= {key: tuple(sorted(entry[key].items())) for key in _TABLES if key in entry}
    return OwnService(
        service=service,
        volumes=tuple(OwnVolume(**volume) for volume in entry.get("volumes", ())),
        red=None if metrics is None else _red(metrics, service),
        objective=Objective(**entry.get("objective", {})),
        **plain,
    )


def _service(name: str, entry: Mapping[str, Any]) -> Service:
    metrics = entry.get("metrics")
    return Service(
        name=name,
        kind=Kind.OWN,
        owner=entry["owner"],
        description=entry["description"],
        port=entry["port"],
        uid=entry.get("uid", _UIDS[zlib.crc32(name.encode()) % len(_UIDS)]),
        published_port=entry.get("published_port"),
        metrics_path=None if metrics is None else metrics.get("path", "/metrics"),
        health_path=entry.get("health_path", "/health"),
        callers=tuple(dict.fromkeys((*entry.get("callers", ()), *_ALWAYS))),
        routes=tuple(entry.get("routes", ())),
    )


def _red(metrics: Mapping[str, Any], service: Service) -> RedMetrics:
    if "requests" not in metrics:
        return RedMetrics()
    asked = (service.metrics_path or "", service.health_path)
    return RedMetrics(
        requests=metrics["requests"],
        latency=metrics["latency"],
        status_label=metrics.get("status_label", "status"),
        endpoint_label=metrics.get("endpoint_label", "endpoint"),
        errors=metrics.get("errors", ""),
        ignored=metrics.get("ignored", "|".join(asked).replace(".", "[.]")),
    )
