"""Reads single gauges from a process's metrics page."""

import math
import urllib.error
import urllib.request

_TIMEOUT_S = 3


def read_gauges(url: str, names: tuple[str, ...]) -> dict[str, float]:
    """
    Return the values of the gauges *names* at *url*.

    Raises:
        OSError: When nothing answers.
    """
    with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:  # noqa: S310
        return parse_gauges(answer.read().decode(), names)


def parse_gauges(page: str, names: tuple[str, ...]) -> dict[str, float]:
    """Return the values of the unlabelled gauges *names* on a metrics page."""
    found = {}
    for line in page.splitlines():
        name, _, value = line.partition(" ")
        if name in names:
            found[name] = _number(value.split(" ")[0])
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
