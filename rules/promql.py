"""Pieces of PromQL that several rule families are made of."""

from collections.abc import Iterable

# Health checks, Prometheus's scrapes and the simulation's switches are no users.
USERS = 'endpoint!~"/(metrics|health(/.*)?|simulate/.*)"'


def share(part: str, whole: str) -> str:
    """Return *part* of *whole*; nothing, not NaN, while the whole is 0."""
    return f"{part}\n/ ({whole} > 0)"


def or_zero(part: str, whole: str) -> str:
    """Return *part*, and 0 for each series of *whole* that it lacks."""
    return f"({part} or {whole} * 0)"


def quantile(q: float, buckets: str) -> str:
    """Return a quantile; nothing, not NaN, while nothing is observed."""
    return f"histogram_quantile({q}, {buckets}) >= 0"


def summed(expr: str, labels: Iterable[str]) -> str:
    """Return the sum of *expr* over all but *labels*."""
    return f"sum by ({', '.join(labels)}) ({expr})"


def largest(expr: str, labels: Iterable[str]) -> str:
    """Return the largest of *expr* over all but *labels*."""
    return f"max by ({', '.join(labels)}) ({expr})"


def any_of(*exprs: str) -> str:
    """Return the series of each expression."""
    return "\nor\n".join(exprs)
