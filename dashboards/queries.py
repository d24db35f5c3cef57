"""PromQL written from the catalog's names; recorded series first."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.metrics import Metric
from catalog.records import Record

# Grafana fills in at least four scrapes.
WINDOW = "$__rate_interval"
SHOWN = "$__range"
ENVIRONMENT = 'environment="$environment"'
# Of the dashboard's variable: one, several or all.
SERVICE = 'service=~"$service"'


@dataclass(frozen=True, slots=True)
class Query:
    """
    One PromQL expression.

    Attributes:
        legend: Grafana's template, such as ``{{service}}``.
        exemplars: Whether to mark single requests with their trace; only raw
            histograms have them.
    """

    expr: str
    legend: str
    exemplars: bool = False


def of(series: Record | Metric, *matchers: str) -> str:
    """Return the series in the chosen environment."""
    return _selector(series.name, *matchers)


def rate(counter: Metric, *matchers: str, by: Iterable[str] = ()) -> str:
    """Return the counter's increase per second, summed over all but *by*."""
    return summed(f"rate({of(counter, *matchers)}[{WINDOW}])", by)


def increase(counter: Metric, *matchers: str, by: Iterable[str] = ()) -> str:
    """Return the counter's growth over the shown time, summed over all but *by*."""
    return summed(f"increase({of(counter, *matchers)}[{SHOWN}])", by)


def events(counter: Metric, *, by: Iterable[str] = (), window: str = SHOWN) -> str:
    """
    Return how many events there were in *window*, summed over all but *by*.

    A counter whose labels come with its first event starts at 1, not at 0, so that
    its increase lacks that event: a series that is new tells by its value.
    """
    series = of(counter)
    return summed(
        f"({series} unless {series} offset {window}) or increase({series}[{window}])",
        by,
    )


def buckets(histogram: Metric, *matchers: str, by: Iterable[str] = ()) -> str:
    """Return observations per second by the histogram's upper bounds."""
    series = _selector(f"{histogram.name}_bucket", *matchers)
    return summed(f"rate({series}[{WINDOW}])", [*by, "le"])


def quantile(
    q: float, histogram: Metric, *matchers: str, by: Iterable[str] = ()
) -> str:
    """Return the *q* quantile of a histogram."""
    return f"histogram_quantile({q}, {buckets(histogram, *matchers, by=by)})"


def summed(expr: str, by: Iterable[str] = ()) -> str:
    """Return the sum of *expr* over all but *by*."""
    return aggregated("sum", expr, by)


def aggregated(operator: str, expr: str, by: Iterable[str] = ()) -> str:
    """Return *expr* aggregated over all but *by*."""
    names = ", ".join(by)
    return f"{operator} by ({names}) ({expr})" if names else f"{operator}({expr})"


def top(count: int, expr: str) -> str:
    """Return the *count* largest series of *expr*."""
    return f"topk({count}, {expr})"


def counted(expr: str) -> str:
    """Return how many series *expr* has; 0 when it has none."""
    return f"count({expr}) or vector(0)"


def _selector(name: str, *matchers: str) -> str:
    return f"{name}{{{','.join((ENVIRONMENT, *matchers))}}}"
