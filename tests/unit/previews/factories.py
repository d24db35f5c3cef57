"""Dashboards and answers as short as a test can be."""

import json
from concurrent.futures import ThreadPoolExecutor

from previews.data.frames import Frame, PanelData
from previews.data.series import Series
from previews.data.window import Window
from previews.draw import drawing_of
from previews.errors import QueryError
from previews.model import parse
from previews.model.dashboard import Panel, Place, Target
from previews.model.fields import look

WINDOW = Window(end_s=1_700_003_600.0, range_s=3600.0)


def a_panel_json(kind="timeseries", **changes):
    given = {
        "id": 1,
        "type": kind,
        "title": "Requests",
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "targets": [{"refId": "A", "expr": "up", "legendFormat": "{{service}}"}],
        "fieldConfig": {"defaults": {"unit": "reqps"}, "overrides": []},
    }
    return given | changes


def a_dashboard_json(*panels, **changes):
    given = {"uid": "shop", "title": "Shop", "panels": list(panels)}
    return json.dumps(given | changes)


def a_dashboard(*panels, **changes):
    return parse.dashboard(a_dashboard_json(*panels, **changes), "shop.json")


def a_panel(kind="timeseries", w=12, h=8, **changes):
    given = {"id": 1, "title": "Requests", "place": Place(0, 0, w, h)}
    return Panel(kind=kind, **(given | changes))


def a_series(*values, start_s=1_700_000_000, step_s=60, **labels):
    times = [start_s + step_s * n for n in range(len(values))]
    return Series(labels, times, [float(value) for value in values])


def some_data(panel, *found, errors=()):
    """Frames of *found* (a name and its series) as *panel* looks at them."""
    frames = tuple(
        Frame(
            name=name,
            series=series,
            look=look(panel, name, "A"),
            target=Target(ref_id="A", expr="up"),
        )
        for name, series in found
    )
    return PanelData(frames, tuple(errors))


class Answers:
    """A source with the same vector for every query, or a refusal."""

    def __init__(self, *metrics, refusal="", labels=()):
        self.metrics = metrics or ({"service": "items"},)
        self.refusal = refusal
        self.labels = list(labels)
        self.asked = []

    def query(self, expr, at_s):
        self._ask(expr)
        result = [{"metric": m, "value": [at_s, "3"]} for m in self.metrics]
        return {"resultType": "vector", "result": result}

    def query_range(self, expr, start_s, end_s, step_s):
        self._ask(expr)
        values = [[start_s, "1"], [start_s + step_s, "2"], [end_s, "3"]]
        result = [{"metric": m, "values": values} for m in self.metrics]
        return {"resultType": "matrix", "result": result}

    def label_values(self, label, match, start_s, end_s):
        self._ask(f"{label} of {match}")
        return self.labels

    def _ask(self, expr):
        self.asked.append(expr)
        if self.refusal:
            raise QueryError(self.refusal)


def drawn(dashboard, source=None, **changes):
    with ThreadPoolExecutor(2) as workers:
        return drawing_of(dashboard, source or Answers(), WINDOW, workers, **changes)
