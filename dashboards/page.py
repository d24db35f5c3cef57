"""A dashboard: panels in rows, the choices on top, and the way to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.models import dashboard as model

from catalog.dashboards import Dashboard
from catalog.thirdparty import ALERTS, UP
from dashboards.dress import CONSOLE, DATASOURCE
from dashboards.panels import Panel
from dashboards.queries import ENVIRONMENT

TAG = "pharos"
REFRESH = "30s"
GRID_COLUMNS = 24
HEIGHT = 8
LOW = 4


@dataclass(frozen=True, slots=True)
class Row:
    """
    Panels beside one another under a title.

    Attributes:
        height: In the grid's units, about 30 pixels each.
    """

    title: str
    panels: Sequence[Panel]
    height: int = HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    One dashboard.

    Attributes:
        services: Series whose label ``service`` is the choice of services; "" where
            there is nothing to choose.
    """

    uid: Dashboard
    title: str
    description: str
    rows: Sequence[Row]
    services: str = ""
    shown: str = "1h"


def built(page: Page) -> model.Dashboard:
    """Return *page* in Grafana's model, each panel with its place and number."""
    builder = (
        builders.Dashboard(page.title)
        .uid(page.uid.value)
        .description(page.description)
        .tags([TAG])
        .readonly()
        .tooltip(model.DashboardCursorSync.CROSSHAIR)
        .refresh(REFRESH)
        .time(f"now-{page.shown}", "now")
        .timezone("browser")
        .link(_neighbours())
        .link(_console())
        .annotation(_alerts())
        .with_variable(_datasource())
        .with_variable(_environment())
    )
    if page.services:
        builder.with_variable(_service(page.services))
    for row in page.rows:
        builder.with_row(builders.Row(row.title))
        for panel, width in zip(row.panels, widths(len(row.panels)), strict=True):
            place = model.GridPos(h=row.height, w=width)
            made = panel.build()
            made.grid_pos = place
            builder.with_panel(_Ready(made))
    made_page = builder.build()
    for number, each in enumerate(made_page.panels or [], start=1):
        each.id_val = number
    return made_page


def widths(count: int) -> list[int]:
    """Return *count* widths that fill the grid; the first ones get what is left."""
    width, left = divmod(GRID_COLUMNS, count)
    return [width + (n < left) for n in range(count)]


class _Ready(Panel):
    """A panel that is built already."""

    def __init__(self, panel: model.Panel) -> None:
        self._panel = panel

    def build(self) -> model.Panel:
        return self._panel


def _neighbours() -> builders.DashboardLink:
    return (
        builders.DashboardLink("Dashboards")
        .type(model.DashboardLinkType.DASHBOARDS)
        .tags([TAG])
        .as_dropdown(True)
        .include_vars(True)
        .keep_time(True)
    )


def _console() -> builders.DashboardLink:
    return (
        builders.DashboardLink("Incidents")
        .type(model.DashboardLinkType.LINK)
        .url(f"{CONSOLE}/incidents")
        .tooltip("In the engine's console")
        .target_blank(True)
    )


def _alerts() -> builders.AnnotationQuery:
    firing = 'alertstate="firing",severity=~"critical|warning"'
    return (
        builders.AnnotationQuery()
        .name("Alerts")
        .datasource(DATASOURCE)
        .enable(True)
        .icon_color("red")
        .expr(f'{ALERTS.name}{{environment=~"$environment|",{firing}}}')
    )


def _datasource() -> builders.DatasourceVariable:
    # The linter's words for both.
    return (
        builders.DatasourceVariable("datasource")
        .label("Data source")
        .type("prometheus")
        .current(model.VariableOption(text="Prometheus", value="prometheus"))
    )


def _environment() -> builders.QueryVariable:
    return _choice(
        "environment", "Environment", f"label_values({UP.name}, environment)"
    )


def _service(series: str) -> builders.QueryVariable:
    query = f"label_values({series}{{{ENVIRONMENT}}}, service)"
    return (
        _choice("service", "Service", query)
        .multi(True)
        .include_all(True)
        .all_value(".+")
        .current(model.VariableOption(text=["All"], value=["$__all"]))
    )


def _choice(name: str, label: str, query: str) -> builders.QueryVariable:
    return (
        builders.QueryVariable(name)
        .label(label)
        .datasource(DATASOURCE)
        .query({"query": query, "refId": name})
        .refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(model.VariableSort.ALPHABETICAL_ASC)
    )
