"""Asks everything that a dashboard shows, several questions at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor

from previews.data import series
from previews.data.frames import Answer, PanelData, frames_of
from previews.data.source import Source
from previews.data.window import Window
from previews.errors import PreviewsError
from previews.model.dashboard import Panel, Target
from previews.model.variables import Values, filled

# A page 24 cells wide is drawn this wide; one point in two pixels is enough.
_POINTS_PER_CELL = 33
# A cell of a heat map wants to be seen.
_HEATMAP_POINTS_PER_CELL = 4


def points_of(panel: Panel) -> int:
    """Return how many instants fit the panel's width."""
    per_cell = _HEATMAP_POINTS_PER_CELL if panel.kind == "heatmap" else _POINTS_PER_CELL
    return max(20, panel.place.w * per_cell)


def ask(
    source: Source, panel: Panel, target: Target, window: Window, values: Values
) -> Answer:
    """Return the answer to one target; a refusal is an answer too."""
    try:
        step_s = window.step_s(points_of(panel), filled(target.interval, values))
        expr = filled(target.expr, {**values, **window.values(step_s)})
        if target.instant:
            data = source.query(expr, window.end_s)
        else:
            data = source.query_range(expr, *window.aligned(step_s), step_s)
        return Answer(target, series.read(data))
    except PreviewsError as error:
        return Answer(target, error=str(error))


def collect(
    source: Source,
    panels: Iterable[Panel],
    window: Window,
    values: Values,
    workers: Executor,
    progress: Callable[[], None] = lambda: None,
) -> Mapping[int, PanelData]:
    """
    Return the data of each panel by its position in *panels*.

    Args:
        workers: Bound the questions that are under way at once.
        progress: Called once per panel.
    """
    panels = tuple(panels)
    asked = [
        [
            workers.submit(ask, source, panel, target, window, values)
            for target in panel.targets
        ]
        for panel in panels
    ]
    found: dict[int, PanelData] = {}
    for position, (panel, futures) in enumerate(zip(panels, asked, strict=True)):
        answers: Sequence[Answer] = [future.result() for future in futures]
        found[position] = frames_of(panel, answers, values)
        progress()
    return found
