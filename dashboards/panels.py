"""The six kinds of panels."""

from collections.abc import Mapping
from typing import Unpack

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    gauge,
    heatmap,
    stat,
    table,
    timeseries,
)
from grafana_foundation_sdk.builders.dashboard import FieldColor
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common as options
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.heatmap import HeatmapColorMode
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from dashboards.dress import RUNBOOK_OF_CELL, SERVICE_OF_CELL, Look, ask, dress, whole
from dashboards.queries import Query
from dashboards.thresholds import ALWAYS_GOOD
from dashboards.units import Unit

Panel = Builder[model.Panel]


def time_series(
    title: str,
    description: str,
    *queries: Query,
    unit: Unit,
    stacked: bool = False,
    colors: Mapping[str, str] | None = None,
    **look: Unpack[Look],
) -> Panel:
    """Return lines over time; thresholds are dashed lines, *colors* those of names."""
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
        .fill_opacity(30 if stacked else 0)
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
    for name, color in (colors or {}).items():
        fixed = {"mode": model.FieldColorModeId.FIXED.value, "fixedColor": color}
        panel.override_by_name(
            name, [model.DynamicConfigValue(id_val="color", value=fixed)]
        )
    ask(panel, queries)
    return dress(panel, title, description, unit, look)


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
    whole(panel, unit)
    ask(panel, queries, instant=True)
    return dress(panel, title, description, unit, look)


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
    whole(panel, unit)
    ask(panel, queries, instant=True)
    return dress(panel, title, description, unit, look)


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
    whole(panel, unit)
    ask(panel, queries, instant=True)
    return dress(panel, title, description, unit, look)


def rows(
    title: str,
    description: str,
    query: Query,
    *,
    columns: dict[str, str],
    unit: Unit,
    leads: str | None = None,
    **look: Unpack[Look],
) -> Panel:
    """
    Return a table with one line per series.

    Args:
        leads: Label whose cells lead to that service in the engine's console.
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
    if "alertname" in columns:
        panel.override_by_name(
            columns["alertname"],
            [model.DynamicConfigValue(id_val="links", value=[RUNBOOK_OF_CELL])],
        )
    if leads is not None:
        panel.override_by_name(
            columns[leads],
            [model.DynamicConfigValue(id_val="links", value=[SERVICE_OF_CELL])],
        )
    ask(panel, [query], instant=True, format_=PromQueryFormat.TABLE)
    return dress(panel, title, description, unit, look)


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
    ask(panel, [query], format_=PromQueryFormat.HEATMAP)
    return dress(panel, title, description, unit, look)


def _by_threshold() -> FieldColor:
    return FieldColor().mode(model.FieldColorModeId.THRESHOLDS)


def _newest() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False).fields("")
