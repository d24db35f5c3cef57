"""Sizes as programs take them, in one unit."""

import re

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kmgtpe]?)i?b?", re.IGNORECASE)
_BYTES_PER_MIB = 1024 * 1024


def mebibytes(text: str) -> float:
    """
    Return a size such as ``8192MB`` or ``100m``; Prometheus counts in powers of 1024.

    Raises:
        ValueError: When *text* is none.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no size; write it like 8192MB or 10GB")
    power = " kmgtpe".index(match[2].lower() or " ")
    return float(match[1]) * 1024.0**power / _BYTES_PER_MIB
