"""From a dashboard and a source of answers to a drawing."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor

from previews.data.choices import choices, values_of
from previews.data.collect import collect
from previews.data.source import Source
from previews.data.window import Window
from previews.drawing.page import Drawing
from previews.model.dashboard import Dashboard


def drawing_of(
    dashboard: Dashboard,
    source: Source,
    window: Window,
    workers: Executor,
    *,
    wanted: Mapping[str, Sequence[str]] | None = None,
    described: str = "Prometheus",
    progress: Callable[[], None] = lambda: None,
) -> Drawing:
    """
    Return *dashboard* with its data; what cannot be had is said in its panel.

    Args:
        wanted: Values of template variables by name.
        described: The source, in words.
    """
    found = choices(source, dashboard.variables, window, wanted or {})
    values = values_of(found)
    data = collect(source, dashboard.panels, window, values, workers, progress)
    return Drawing(
        dashboard=dashboard,
        data=data,
        choices=found,
        values=values,
        window=window,
        source=described,
        drawn_s=time.time(),
    )
