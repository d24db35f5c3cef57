"""Numbers with their units, the way Grafana writes them; pure."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

# Divisor and suffix, the smallest first; a value takes the largest that it reaches.
_Scale = Sequence[tuple[float, str]]


def _powers(base: float, suffixes: Sequence[str]) -> _Scale:
    return [(base**power, suffix) for power, suffix in enumerate(suffixes)]


def _binary(unit: str) -> _Scale:
    return _powers(
        1024, [f" {prefix}{unit}" for prefix in ("", "Ki", "Mi", "Gi", "Ti")]
    )


def _decimal(unit: str) -> _Scale:
    return _powers(1000, [f" {prefix}{unit}" for prefix in ("", "k", "M", "G", "T")])


def _counted(unit: str) -> _Scale:
    return _powers(1000, [f"{prefix} {unit}" for prefix in ("", "K", "M", "B")])


_DAY_S = 86400.0
_TIME_S: _Scale = (
    (1e-9, " ns"),
    (1e-6, " µs"),
    (1e-3, " ms"),
    (1, " s"),
    (60, " min"),
    (3600, " h"),
    (_DAY_S, " d"),
    (7 * _DAY_S, " w"),
    (365 * _DAY_S, " y"),
)
_COUNT: _Scale = _powers(1000, ["", " K", " Mil", " Bil", " Tri"])
_SCALES: Mapping[str, _Scale] = {
    "short": _COUNT,
    "bytes": _binary("B"),
    "decbytes": _decimal("B"),
    "bits": _binary("b"),
    "decbits": _decimal("b"),
    "kbytes": _binary("B"),
    "mbytes": _binary("B"),
    "binBps": _binary("B/s"),
    "Bps": _decimal("B/s"),
    "binbps": _binary("b/s"),
    "bps": _decimal("b/s"),
    "hertz": _decimal("Hz"),
    "reqps": _counted("req/s"),
    "reqpm": _counted("req/min"),
    "ops": _counted("ops/s"),
    "rps": _counted("rd/s"),
    "wps": _counted("wr/s"),
    "iops": _counted("io/s"),
    "eps": _counted("evt/s"),
    "mps": _counted("msg/s"),
    "cps": _counted("c/s"),
    "opm": _counted("ops/min"),
    "pps": _counted("p/s"),
    "s": _TIME_S,
}
# Units of a time, in seconds; of a size, in bytes.
_FACTORS: Mapping[str, tuple[str, float]] = {
    "ns": ("s", 1e-9),
    "µs": ("s", 1e-6),
    "ms": ("s", 1e-3),
    "m": ("s", 60),
    "h": ("s", 3600),
    "d": ("s", _DAY_S),
    "kbytes": ("bytes", 1024),
    "mbytes": ("bytes", 1024**2),
}
_CURRENCIES = {"currencyUSD": "$", "currencyEUR": "€", "currencyGBP": "£"}
_WORDS = {
    "bool": ("False", "True"),
    "bool_on_off": ("Off", "On"),
    "bool_yes_no": ("No", "Yes"),
}


def text(value: float, unit: str = "short", decimals: int | None = None) -> str:
    """
    Return *value* in *unit*, which is Grafana's name of it.

    Args:
        decimals: Digits after the point; None shows three that matter.
    """
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if unit in _FACTORS:
        unit, factor = _FACTORS[unit]
        value *= factor
    if unit in _SCALES:
        return _scaled(value, _SCALES[unit], decimals)
    return _special(value, unit, decimals)


def _special(value: float, unit: str, decimals: int | None) -> str:
    if unit == "percentunit":
        return f"{number(value * 100, decimals)}%"
    if unit == "percent":
        return f"{number(value, decimals)}%"
    if unit in _WORDS:
        return _WORDS[unit][value != 0]
    if unit in _CURRENCIES:
        return _CURRENCIES[unit] + number(value, 2 if decimals is None else decimals)
    if unit.startswith("dateTime"):
        return moment(value / 1000)
    if unit in ("dtdurations", "dthms", "clocks"):
        return duration(value)
    if unit.startswith("suffix:"):
        return f"{number(value, decimals)} {unit.removeprefix('suffix:').strip()}"
    if unit.startswith("prefix:"):
        return f"{unit.removeprefix('prefix:')}{number(value, decimals)}"
    if unit in ("none", "", "string", "locale"):
        return number(value, decimals)
    # As Grafana does with a unit that it does not know.
    return f"{number(value, decimals)} {unit}"


def _scaled(value: float, scale: _Scale, decimals: int | None) -> str:
    size = abs(value)
    divisor, suffix = _base(scale)
    if size > 0:
        # 0.9995 so that 999.95 is 1 K and not "1000".
        reached = [step for step in scale if size >= step[0] * 0.9995]
        divisor, suffix = reached[-1] if reached else scale[0]
    return f"{number(value / divisor, decimals)}{suffix}"


def _base(scale: _Scale) -> tuple[float, str]:
    return next(step for step in scale if step[0] == 1)


def number(value: float, decimals: int | None = None) -> str:
    """Return a plain number; by default with three digits that matter."""
    if decimals is not None:
        return _unsigned_zero(f"{value:,.{decimals}f}")
    size = abs(value)
    exponent = math.floor(math.log10(size)) if size else 2
    digits = min(8, max(0, 2 - exponent))
    shown = f"{value:,.{digits}f}"
    return _unsigned_zero(shown.rstrip("0").rstrip(".") if "." in shown else shown)


def _unsigned_zero(shown: str) -> str:
    return shown.lstrip("-") if not shown.strip("-0.,") else shown


def moment(time_s: float) -> str:
    """Return a Unix time as date and time in UTC."""
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%d %H:%M:%S")


def duration(value_s: float) -> str:
    """Return seconds as the two largest units that they fill, such as 2d 3h."""
    rest = round(abs(value_s))
    parts = []
    for size, name in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{name}")
    return " ".join(parts[:2]) or "0s"
