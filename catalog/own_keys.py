"""The keys of an entry in services/, each with the check of its value."""

import re
from collections.abc import Callable, Mapping
from typing import Any

NAME = re.compile(r"[a-z]([a-z-]{0,28}[a-z])?")
_METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")

Check = Callable[[Any], str]


def _is(test: Callable[[Any], bool], fix: str) -> Check:
    return lambda value: "" if test(value) else fix


def _text(pattern: re.Pattern[str], fix: str) -> Check:
    return _is(lambda it: isinstance(it, str) and bool(pattern.fullmatch(it)), fix)


def _number(low: float, high: float, kind: type | tuple[type, ...] = int) -> Check:
    fix = f"use a number from {low:g} to {high:g}"

    def fits(it: Any) -> bool:
        value: Any = it
        return isinstance(it, kind) and it is not True and low <= value <= high

    return _is(fits, fix)


def _words(test: Callable[[str], bool], fix: str) -> Check:
    return _is(
        lambda it: (
            isinstance(it, list) and all(isinstance(w, str) and test(w) for w in it)
        ),
        fix,
    )


def _table(test: Callable[[str], bool] = lambda _: True) -> Check:
    return _is(
        lambda it: (
            isinstance(it, dict)
            and all(isinstance(v, str) and test(k) for k, v in it.items())
        ),
        'write it like { NAME = "value" }, each value in quotes',
    )


_ANY = re.compile(r"[^\x00-\x1f]+")
_SHARE = _number(0.5, 0.99999, float)
_path = _text(_PATH, "use a path that starts with /")
_metric = _text(_METRIC, "use the name of a metric")
_label = _text(_LABEL, "use the name of a label")
_port = _number(1, 65_535)

TOP: Mapping[str, Check] = {
    "description": _text(_ANY, "use one line of text"),
    "owner": _text(NAME, "use a team's name in lower-case letters and hyphens"),
    "port": _port,
    "image": _text(re.compile(r"\S+"), "use an image reference such as name:1.2"),
    "build": _text(
        re.compile(r"(?!/)(?!.*\.\.(/|$)).+"),
        "use a folder below the checkout, without ..",
    ),
    "build_args": _table(),
    "command": _words(lambda _: True, 'use a list of words, ["like", "this"]'),
    "env": _table(lambda key: bool(_LABEL.fullmatch(key))),
    "published_port": _number(1024, 65_535),
    "uid": _number(1000, 65_533),
    "health_path": _path,
    "health_command": _words(lambda _: True, 'use a list of words, ["like", "this"]'),
    "callers": _words(lambda w: bool(NAME.fullmatch(w)), "use names of services"),
    "routes": _words(
        lambda w: bool(re.fullmatch(r"/[a-z][a-z./]*", w)),
        "use path prefixes in lower-case letters, such as /greet",
    ),
    "memory_mib": _number(16, 65_536),
    "cpu_millis": _number(50, 64_000),
    "tmp_mib": _number(1, 4096),
    "volumes": _is(lambda it: isinstance(it, list), "write [[volumes]] above each"),
    "metrics": _is(lambda it: isinstance(it, dict), "write [metrics] above it"),
    "objective": _is(lambda it: isinstance(it, dict), "write [objective] above it"),
}
METRICS: Mapping[str, Check] = {
    "path": _path,
    "requests": _metric,
    "status_label": _label,
    "endpoint_label": _is(
        lambda it: it == "" or not _label(it), "use the name of a label, or nothing"
    ),
    "latency": _metric,
    "errors": _metric,
    "ignored": _text(re.compile(r'[^"\\\n]*'), "use a pattern without quotes and \\"),
}
VOLUME: Mapping[str, Check] = {
    "name": _text(NAME, "use lower-case letters and hyphens"),
    "path": _path,
    "size_mib": _number(1, 1_000_000),
}
OBJECTIVE: Mapping[str, Check] = {
    "availability": _SHARE,
    "latency": _SHARE,
    "latency_s": _number(0.001, 300, (int, float)),
}
