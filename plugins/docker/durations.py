"""Durations as Go writes them: ``1m30s``, ``250ms``."""

import re

_NANOSECONDS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
_PART = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")


def nanoseconds(text: str) -> int:
    """
    Return the length of the duration *text*.

    Args:
        text: As Go's ``time.ParseDuration`` reads it, without a sign.

    Raises:
        ValueError: When *text* is no such duration.
    """
    if text == "0":
        return 0
    position, total = 0, 0.0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            break
        total += float(part[1]) * _NANOSECONDS[part[2]]
        position = part.end()
    if not text or position < len(text):
        raise ValueError(f"{text!r} is no duration; write it like 10s, 1m30s or 250ms")
    return round(total)


def text(length_ns: int) -> str:
    """Return *length_ns* as Go's ``Duration.String`` prints it."""
    if length_ns < _NANOSECONDS["s"]:
        return _below_a_second(length_ns)
    minutes, rest = divmod(length_ns, _NANOSECONDS["m"])
    hours, minutes = divmod(minutes, 60)
    seconds = f"{_fraction(rest, _NANOSECONDS['s'])}s"
    if hours:
        return f"{hours}h{minutes}m{seconds}"
    return f"{minutes}m{seconds}" if minutes else seconds


def _below_a_second(length_ns: int) -> str:
    for unit in ("ms", "µs", "ns"):
        if length_ns >= _NANOSECONDS[unit]:
            return f"{_fraction(length_ns, _NANOSECONDS[unit])}{unit}"
    return "0s"


def _fraction(length_ns: int, unit_ns: int) -> str:
    whole, rest = divmod(length_ns, unit_ns)
    if not rest:
        return str(whole)
    digits = len(str(unit_ns)) - 1
    return f"{whole}.{rest:0{digits}d}".rstrip("0")
