"""PromQL written from the catalog's metric names."""

from collections.abc import Iterable

from catalog.metrics import Metric

# Grafana fills in at least four scrapes.
WINDOW = "$__rate_interval"
ENVIRONMENT = 'environment="$environment"'


def selector(metric: str, *matchers: str) -> str:
    """Return the series of *metric* in the chosen environment."""
    return f"{metric}{{{','.join((ENVIRONMENT, *matchers))}}}"


def rate(metric: Metric, *matchers: str, by: Iterable[str] = ()) -> str:
    """Return the counter's increase per second, summed over all but *by*."""
    series = f"rate({selector(metric.name, *matchers)}[{WINDOW}])"
    return f"sum{_by(by)} ({series})"


def share(metric: Metric, matcher: str) -> str:
    """Return the share of a counter that *matcher* selects; 0 when there is none."""
    part = f"({rate(metric, matcher)} or vector(0))"
    return f"{part} / ({rate(metric)} > 0)"


def quantile(q: float, metric: Metric, by: Iterable[str] = ()) -> str:
    """Return the *q* quantile of a histogram."""
    buckets = f"rate({selector(metric.name + '_bucket')}[{WINDOW}])"
    return f"histogram_quantile({q}, sum{_by(('le', *by))} ({buckets}))"


def top(count: int, expr: str) -> str:
    """Return the *count* largest series of *expr*."""
    return f"topk({count}, {expr})"


def increase(metric: Metric, by: Iterable[str]) -> str:
    """Return the counter's growth over the shown time."""
    return f"sum{_by(by)} (increase({selector(metric.name)}[$__range]))"


def _by(labels: Iterable[str]) -> str:
    names = ", ".join(labels)
    return f" by ({names})" if names else ""
