"""The six kinds of panels, dressed alike: title, description, unit, colours, links."""

from collections.abc import Sequence
from typing import TypedDict, TypeVar, Unpack

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    gauge,
    heatmap,
    stat,
    table,
    timeseries,
)
from grafana_foundation_sdk.builders.dashboard import DashboardLink, FieldColor
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common as options
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.heatmap import HeatmapColorMode
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from catalog.alerts import Alert
from dashboards.queries import Query
from dashboards.thresholds import ALWAYS_GOOD, Thresholds
from dashboards.units import Unit

# The variable of every dashboard, so that a panel follows its choice.
DATASOURCE = model.DataSourceRef(type_val="prometheus", uid="${datasource}")
# Where a stack's runbooks are is filled in when it is deployed.
RUNBOOK = "${runbooks}/{alert}.html"

Panel = Builder[model.Panel]
P = TypeVar(
    "P",
    timeseries.Panel,
    stat.Panel,
    gauge.Panel,
    table.Panel,
    bargauge.Panel,
    heatmap.Panel,
)


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


def time_series(
    title: str,
    description: str,
    *queries: Query,
    unit: Unit,
    stacked: bool = False,
    **look: Unpack[Look],
) -> Panel:
    """Return lines over time; colours change at dashed lines."""
    mode = options.StackingMode.NORMAL if stacked else options.StackingMode.NONE
    marked = look.get("thresholds", ALWAYS_GOOD).matter
    drawn = (
        options.GraphThresholdsStyleMode.DASHED
        if marked
        else options.GraphThresholdsStyleMode.OFF
    )
    panel = (
        timeseries.Panel()
        .color_scheme(FieldColor().mode(model.FieldColorModeId.PALETTE_CLASSIC))
        .fill_opacity(30 if stacked else 8)
        .show_points(options.VisibilityMode.NEVER)
        .span_nulls(False)
        .stacking(common.StackingConfig().mode(mode).group("A"))
        .thresholds_style(common.GraphThresholdsStyleConfig().mode(drawn))
        .legend(
            common.VizLegendOptions()
            .display_mode(options.LegendDisplayMode.TABLE)
            .placement(options.LegendPlacement.BOTTOM)
            .show_legend(True)
            .calcs(["lastNotNull", "max"])
        )
        .tooltip(
            common.VizTooltipOptions()
            .mode(options.TooltipDisplayMode.MULTI)
            .sort(options.SortOrder.DESCENDING)
        )
    )
    _targets(panel, queries)
    return _dressed(panel, title, description, unit, look)


def value(
    title: str, description: str, *queries: Query, unit: Unit, **look: Unpack[Look]
) -> Panel:
    """Return the newest value of each series in large print (Grafana's stat)."""
    panel = (
        stat.Panel()
        .color_scheme(_by_threshold())
        .color_mode(options.BigValueColorMode.BACKGROUND)
        .graph_mode(options.BigValueGraphMode.NONE)
        .reduce_options(_newest())
    )
    _targets(panel, queries, instant=True)
    return _dressed(panel, title, description, unit, look)


def dial(
    title: str, description: str, *queries: Query, unit: Unit, **look: Unpack[Look]
) -> Panel:
    """Return the newest value of each series on a dial (Grafana's gauge)."""
    panel = (
        gauge.Panel()
        .color_scheme(_by_threshold())
        .show_threshold_markers(True)
        .reduce_options(_newest())
    )
    _targets(panel, queries, instant=True)
    return _dressed(panel, title, description, unit, look)


def bars(
    title: str, description: str, *queries: Query, unit: Unit, **look: Unpack[Look]
) -> Panel:
    """Return the newest value of each series as a bar (Grafana's bar gauge)."""
    panel = (
        bargauge.Panel()
        .color_scheme(_by_threshold())
        .orientation(options.VizOrientation.HORIZONTAL)
        .display_mode(options.BarGaugeDisplayMode.BASIC)
        .reduce_options(_newest())
    )
    _targets(panel, queries, instant=True)
    return _dressed(panel, title, description, unit, look)


def rows(
    title: str,
    description: str,
    query: Query,
    *,
    columns: dict[str, str],
    unit: Unit,
    **look: Unpack[Look],
) -> Panel:
    """
    Return a table with one line per series.

    Args:
        columns: Heading by label, from left to right; the value's label is
            ``Value``. Other labels are not shown.
    """
    panel = (
        table.Panel()
        .color_scheme(_by_threshold())
        .filterable(True)
        .with_transformation(
            model.DataTransformerConfig(
                id_val="filterFieldsByName",
                options={"include": {"names": list(columns)}},
            )
        )
        .with_transformation(
            model.DataTransformerConfig(
                id_val="organize",
                options={
                    "indexByName": {name: n for n, name in enumerate(columns)},
                    "renameByName": columns,
                },
            )
        )
    )
    value_heading = columns.get("Value")
    if value_heading is not None:
        colored = {"type": options.TableCellDisplayMode.COLOR_BACKGROUND.value}
        panel.override_by_name(
            value_heading,
            [model.DynamicConfigValue(id_val="custom.cellOptions", value=colored)],
        )
    _targets(panel, [query], instant=True, format_=PromQueryFormat.TABLE)
    return _dressed(panel, title, description, unit, look)


def heat_map(
    title: str, description: str, query: Query, *, unit: Unit, **look: Unpack[Look]
) -> Panel:
    """Return how many observations fell into each bucket of a histogram over time."""
    panel = (
        heatmap.Panel()
        .calculate(False)
        .color(
            heatmap.HeatmapColorOptions()
            .mode(HeatmapColorMode.SCHEME)
            .scheme("Oranges")
            .steps(64)
        )
        .y_axis(heatmap.YAxisConfig().unit(unit.value))
        .cell_values(heatmap.CellValues().unit(Unit.REQUESTS_PER_SECOND.value))
        .scale_distribution(
            common.ScaleDistributionConfig().type(options.ScaleDistribution.LINEAR)
        )
    )
    _targets(panel, [query], format_=PromQueryFormat.HEATMAP)
    return _dressed(panel, title, description, unit, look)


def _by_threshold() -> FieldColor:
    return FieldColor().mode(model.FieldColorModeId.THRESHOLDS)


def _newest() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False).fields("")


def _targets(
    panel: P,
    queries: Sequence[Query],
    *,
    instant: bool = False,
    format_: PromQueryFormat = PromQueryFormat.TIME_SERIES,
) -> None:
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


def _dressed(panel: P, title: str, description: str, unit: Unit, look: Look) -> P:
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
