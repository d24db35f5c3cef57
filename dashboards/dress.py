"""What every panel has: words, unit, colours, queries, links to runbooks."""

from collections.abc import Sequence
from typing import TypedDict, TypeVar

from grafana_foundation_sdk.builders import (
    bargauge,
    gauge,
    heatmap,
    stat,
    table,
    timeseries,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from catalog.alerts import Alert
from dashboards.queries import Query
from dashboards.thresholds import ALWAYS_GOOD, Thresholds
from dashboards.units import Unit

# The variable of every dashboard, so that a panel follows its choice.
DATASOURCE = model.DataSourceRef(type_val="prometheus", uid="${datasource}")
# Where a stack's runbooks are is filled in when it is deployed.
RUNBOOK = "${runbooks}/{alert}.html"
CONSOLE = "${console}"

# In a table each alert's name leads to its own.
RUNBOOK_OF_CELL = {
    "title": "Runbook",
    "url": RUNBOOK.replace("{alert}", "${__value.raw}"),
    "targetBlank": True,
}

# And each service to what the engine knows of it.
SERVICE_OF_CELL = {
    "title": "In the console",
    "url": CONSOLE + "/services/${__value.raw}",
    "targetBlank": True,
}

P = TypeVar(
    "P",
    timeseries.Panel,
    stat.Panel,
    gauge.Panel,
    table.Panel,
    bargauge.Panel,
    heatmap.Panel,
)
N = TypeVar("N", stat.Panel, gauge.Panel, bargauge.Panel)


class Look(TypedDict, total=False):
    """
    What a panel may have beyond its queries and unit.

    Attributes:
        alerts: The alerts that it shows the cause of; it links to their runbooks.
        lowest: Least value of the axis; None lets Grafana choose.
        names: Word and colour instead of a number.
        empty: What to say instead of a value where there is none.
    """

    thresholds: Thresholds
    alerts: Sequence[Alert]
    lowest: float | None
    highest: float
    names: dict[str, tuple[str, str]]
    empty: str


def whole(panel: N, unit: Unit) -> None:
    """Show counts without a fraction."""
    # Prometheus's increase is an estimate: 22.9 events happened to nobody.
    if unit is Unit.COUNT:
        panel.decimals(0)


def ask(
    panel: P,
    queries: Sequence[Query],
    *,
    instant: bool = False,
    format_: PromQueryFormat = PromQueryFormat.TIME_SERIES,
) -> None:
    """Give *panel* its queries, A and on."""
    for number, query in enumerate(queries):
        target = (
            Dataquery()
            .ref_id(chr(ord("A") + number))
            .datasource(DATASOURCE)
            .expr(query.expr)
            .legend_format(query.legend)
            .format(format_)
            .exemplar(query.exemplars)
        )
        panel.with_target(target.instant() if instant else target.range())


def dress(panel: P, title: str, description: str, unit: Unit, look: Look) -> P:
    """Give *panel* what every panel has."""
    panel.title(title).description(description).datasource(DATASOURCE)
    panel.unit(unit.value).no_value(look.get("empty", "no data"))
    panel.thresholds(look.get("thresholds", ALWAYS_GOOD).built())
    lowest = look.get("lowest", 0)
    if lowest is not None:
        panel.min(lowest)
    if "highest" in look:
        panel.max(look["highest"])
    if "names" in look:
        panel.mappings([_named(look["names"])])
    panel.links([_runbook(alert) for alert in look.get("alerts", ())])
    return panel


def _named(names: dict[str, tuple[str, str]]) -> model.ValueMapping:
    return model.ValueMap(
        {
            number: model.ValueMappingResult(text=word, color=color, index=index)
            for index, (number, (word, color)) in enumerate(names.items())
        }
    )


def _runbook(alert: Alert) -> DashboardLink:
    return (
        DashboardLink(f"Runbook of {alert.value}")
        .type(model.DashboardLinkType.LINK)
        .url(RUNBOOK.replace("{alert}", alert.value))
        .target_blank(True)
    )
