"""Which series a stack with five roles has: its targets, and one series of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import yaml

from catalog.metrics import Metric, MetricKind
from catalog.services import GRAFANA, running
from infra.specs.probes import endpoints
from infra.specs.prometheus import configuration
from infra.specs.settings import Settings
from infra.specs.values import seconds

Labels = Mapping[str, str]
SETTINGS = Settings(stack="dev")
# A midnight at which blocks of 18 hours begin.
BEGIN_S = 27_300 * 64_800
# The longest history; a shorter one is its beginning.
LONGEST_D = 15
LONGEST_S = LONGEST_D * 86_400
# Where Grafana's image cannot be had, its stand-in has as many series.
SERVICES = running(without=(GRAFANA.name,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One process that is scraped."""

    job: str
    labels: Labels
    every_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """
    One series, and what its values do.

    Attributes:
        per_s: Growth of a counter, at the mean of a day.
        level: Mean of a gauge.
        swing: Part of the level by which a gauge goes up and down in a day.
        share: Part of the longest history that it is there, in one piece.
        place: Where that piece begins, as a part of the same.
    """

    name: str
    labels: Labels
    every_s: int
    per_s: float = 0.0
    level: float = 0.0
    swing: float = 0.0
    share: float = 1.0
    place: float = 0.0


def targets() -> tuple[Target, ...]:
    """Return what the stack's own configuration of Prometheus scrapes."""
    document = yaml.safe_load(
        configuration(
            SETTINGS,
            [service for service in SERVICES if service.metrics_path],
            endpoints(SERVICES, SETTINGS),
        )
    )
    usual = document["global"]["scrape_interval"]
    return tuple(
        Target(
            job=job["job_name"],
            labels={"job": job["job_name"], "instance": address, **static["labels"]},
            every_s=seconds(job.get("scrape_interval", usual)),
        )
        for job in document["scrape_configs"]
        for static in job["static_configs"]
        for address in static["targets"]
    )


def of(
    metric: Metric,
    target: Target,
    values: Mapping[str, Sequence[str]],
    *,
    amount: float = 1.0,
    swing: float = 0.0,
) -> list[Series]:
    """
    Return a series of *metric* for each combination of *values*.

    Args:
        amount: Growth per second of a counter, level of a gauge.
    """
    counts = metric.kind is MetricKind.COUNTER
    return [
        Series(
            name=metric.name,
            labels={**target.labels, **dict(zip(metric.labels, chosen, strict=True))},
            every_s=target.every_s,
            per_s=amount if counts else 0.0,
            level=0.0 if counts else amount,
            swing=swing,
        )
        for chosen in product(*(values[label] for label in metric.labels))
    ]
