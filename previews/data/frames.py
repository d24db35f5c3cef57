"""Series with the names and looks that a panel shows them under; pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from previews.data.series import Labels, Series
from previews.model.dashboard import Panel, Target
from previews.model.fields import Look, look
from previews.model.variables import Values, filled

_PLACEHOLDER = re.compile(r"\{\{\s*(.+?)\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One series of a panel, named and with its look."""

    name: str
    series: Series
    look: Look
    target: Target


@dataclass(frozen=True, slots=True)
class Answer:
    """What one target got: series, or the reason why not."""

    target: Target
    series: Sequence[Series] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class PanelData:
    """
    All that a panel draws.

    Attributes:
        errors: Reasons of the targets that failed.
    """

    frames: Sequence[Frame] = ()
    errors: Sequence[str] = ()


def name_of(labels: Labels, legend: str) -> str:
    """Return a series' name by Grafana's template; without one, metric{labels}."""
    if legend:
        return _PLACEHOLDER.sub(lambda m: labels.get(m[1], ""), legend)
    inner = ", ".join(
        f'{key}="{value}"' for key, value in sorted(labels.items()) if key != "__name__"
    )
    metric = labels.get("__name__", "")
    return f"{metric}{{{inner}}}" if inner or not metric else metric


def frames_of(panel: Panel, answers: Iterable[Answer], values: Values) -> PanelData:
    """Return what *panel* shows of *answers*; *values* fill titles and names."""
    frames: list[Frame] = []
    errors: list[str] = []
    for answer in answers:
        if answer.error:
            errors.append(answer.error)
        legend = filled(answer.target.legend, values)
        for series in answer.series:
            name = name_of(series.labels, legend)
            found = look(panel, name, answer.target.ref_id)
            shown = filled(found.display_name, values) if found.display_name else name
            frames.append(
                Frame(
                    name=_PLACEHOLDER.sub("", _labelled(shown, series.labels)),
                    series=series,
                    look=found,
                    target=answer.target,
                )
            )
    return PanelData(tuple(frames), tuple(dict.fromkeys(errors)))


def _labelled(template: str, labels: Labels) -> str:
    for key, value in labels.items():
        template = template.replace(f"${{__field.labels.{key}}}", value)
    return template


def renamed(frame: Frame, name: str) -> Frame:
    """Return *frame* under another name."""
    return replace(frame, name=name)
