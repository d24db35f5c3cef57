"""What the dashboards ask Prometheus, as Grafana would on a usual screen."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.specs.values import seconds
from previews.model.durations import rate_window_s, text
from tests.benchmarks.query_cost.series import SETTINGS
from tests.unit.dashboards.boards import EVERYWHERE, Panel, filled

# A page on a screen of 1920 pixels, without the menu; the grid has 24 columns.
_PAGE_PX = 1880
_COLUMNS = 24
_SCRAPE_S = seconds(SETTINGS.scrape_interval)
# Grafana's: a wanted step below the bound becomes the step. Source: roundInterval of
# @grafana/data, from a second on.
_STEPS_S = (
    (1.5, 1), (3.5, 2), (7.5, 5), (12.5, 10), (17.5, 15), (25, 20), (45, 30),
    (90, 60), (210, 120), (450, 300), (750, 600), (1050, 900), (1500, 1200),
    (2700, 1800), (5400, 3600), (9000, 7200), (16200, 10800), (32400, 21600),
    (86400, 43200),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """
    One query of one panel.

    Attributes:
        file: The dashboard's.
        step_s: Time between two points; 0 where only the newest value is asked for.
    """

    file: str
    panel: str
    expr: str
    start_s: int
    end_s: int
    step_s: int


def asked(range_s: int, end_s: int) -> tuple[Ask, ...]:
    """Return every query of every dashboard over the *range_s* before *end_s*."""
    return tuple(
        ask for panel in EVERYWHERE for ask in _of_panel(panel, range_s, end_s)
    )


def step_s(range_s: float, width: int) -> int:
    """Return Grafana's step for a panel of *width* columns."""
    wanted = range_s / (_PAGE_PX * width / _COLUMNS)
    rounded = next((step for bound, step in _STEPS_S if wanted < bound), 86400)
    return max(rounded, _SCRAPE_S)


def _of_panel(panel: Panel, range_s: int, end_s: int) -> Iterator[Ask]:
    step = step_s(range_s, int(panel.json["gridPos"]["w"]))
    window = text(rate_window_s(step, _SCRAPE_S))
    # Grafana asks for whole steps; nothing is there at the end itself.
    end = (end_s - 1) // step * step
    for target in panel.json["targets"]:
        yield Ask(
            file=panel.file,
            panel=panel.title,
            expr=filled(
                str(target["expr"]),
                environment=SETTINGS.stack,
                rate_interval=window,
                shown=text(range_s),
            ),
            start_s=end - range_s,
            end_s=end,
            step_s=0 if target["instant"] else step,
        )
