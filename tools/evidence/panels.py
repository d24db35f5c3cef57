"""Pictures of dashboard panels over the run, drawn by the previews."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from previews.data.prometheus import Prometheus
from previews.data.window import Window
from previews.draw import drawing_of
from previews.drawing.page import Drawing
from previews.errors import PreviewsError
from previews.folder import of_texts, texts_of
from previews.png import png
from previews.web.pages import panel
from tools.evidence.cases import Case
from tools.evidence.outcome import Picture

_DASHBOARDS = Path(__file__).resolve().parents[2] / "dashboards" / "generated"
_WIDTH_PX = 1200
_WORKERS = 4


def draw(
    case: Case, prometheus: str, span: tuple[float, float], folder: Path
) -> list[Picture]:
    """
    Draw each panel of *case* into *folder*; what cannot be drawn is named.

    Args:
        span: Unix time of the first and the last instant shown.
    """
    try:
        drawing = _drawing(case, prometheus, span)
    except (PreviewsError, OSError) as error:
        return [Picture(title=t, file="", missing=str(error)) for t in case.panels]
    return [_picture(drawing, title, folder) for title in case.panels]


def _drawing(case: Case, prometheus: str, span: tuple[float, float]) -> Drawing:
    dashboard = of_texts(texts_of(_DASHBOARDS)).by_uid[case.dashboard.value]
    window = Window(end_s=span[1], range_s=span[1] - span[0])
    with ThreadPoolExecutor(_WORKERS) as workers:
        return drawing_of(dashboard, Prometheus(prometheus), window, workers)


def _picture(drawing: Drawing, title: str, folder: Path) -> Picture:
    number = next(_numbers(drawing, title), None)
    if number is None:
        known = ", ".join(each.title for each in drawing.dashboard.panels)
        missing = f"{drawing.dashboard.title} has no such panel; it has {known}"
        return Picture(title=title, file="", missing=missing)
    if errors := drawing.data[number].errors:
        return Picture(title=title, file="", missing="; ".join(map(str, errors)))
    file = f"panel-{title.lower().replace(' ', '-')}.png"
    try:
        (folder / file).write_bytes(png(panel(drawing, number), _WIDTH_PX))
    except PreviewsError as error:
        return Picture(title=title, file="", missing=str(error))
    return Picture(title=f"{drawing.dashboard.title}: {title}", file=file)


def _numbers(drawing: Drawing, title: str) -> Iterator[int]:
    panels = drawing.dashboard.panels
    return (number for number, each in enumerate(panels) if each.title == title)
