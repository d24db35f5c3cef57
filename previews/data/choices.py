"""Which value each template variable has, and what else there is to choose."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from previews.data import series
from previews.data.source import Source
from previews.data.window import Window
from previews.errors import QueryError
from previews.model.dashboard import Variable
from previews.model.variables import ALL, Values, filled

_LABEL_VALUES = re.compile(
    r"\s*label_values\(\s*(?:(.*),)?\s*([A-Za-z0-9_]+)\s*\)\s*", re.DOTALL
)
_QUERY_RESULT = re.compile(r"\s*query_result\((.*)\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Choice:
    """A variable, its options, and what is chosen of them."""

    variable: Variable
    options: Sequence[str]
    chosen: Sequence[str]


def choices(
    source: Source,
    variables: Iterable[Variable],
    window: Window,
    wanted: Mapping[str, Sequence[str]],
) -> list[Choice]:
    """
    Return the choice for each variable, in order: later ones may use earlier ones.

    Args:
        wanted: Values by name; those that are no option are not taken.
    """
    found: list[Choice] = []
    values: dict[str, Sequence[str]] = {}
    for variable in variables:
        options = _options(source, variable, window, values)
        chosen = chosen_of(variable, options, wanted.get(variable.name, ()))
        found.append(Choice(variable, options, chosen))
        values[variable.name] = _value(variable, chosen)
    return found


def values_of(found: Iterable[Choice]) -> Values:
    """Return the values that fill queries."""
    return {each.variable.name: _value(each.variable, each.chosen) for each in found}


def _value(variable: Variable, chosen: Sequence[str]) -> Sequence[str]:
    if list(chosen) == [ALL] and variable.all_value:
        return (variable.all_value,)
    return chosen


def chosen_of(
    variable: Variable, options: Sequence[str], wanted: Sequence[str]
) -> Sequence[str]:
    """Return what was wanted if it can be had, else the saved, else the first."""
    for words in (wanted, variable.current):
        usable = tuple(
            each for each in words if each in options or _is_all(variable, each)
        )
        if usable:
            return (ALL,) if ALL in usable else usable
    if variable.include_all:
        return (ALL,)
    return tuple(options[:1]) or tuple(variable.current)


def _is_all(variable: Variable, word: str) -> bool:
    return variable.include_all and word == ALL


def _options(
    source: Source, variable: Variable, window: Window, values: Values
) -> Sequence[str]:
    if variable.kind == "custom":
        return _custom(variable.query)
    if variable.kind in ("constant", "textbox", "interval"):
        return [each for each in variable.query.split(",") if each]
    if variable.kind != "query":
        # A datasource: there is one, whatever its name.
        return tuple(variable.current) or ("default",)
    try:
        return _asked(source, filled(variable.query, values), window)
    except QueryError:
        # The panels say why; the choice falls back to what was saved.
        return tuple(each for each in variable.current if each != ALL)


def _asked(source: Source, query: str, window: Window) -> Sequence[str]:
    match = _LABEL_VALUES.fullmatch(query)
    if match:
        metric = (match[1] or "").strip()
        return sorted(
            source.label_values(match[2], metric, window.start_s, window.end_s)
        )
    match = _QUERY_RESULT.fullmatch(query)
    if match:
        data = series.read(source.query(match[1], window.end_s))
        return sorted(f"{each.labels} {each.values[-1]:g}" for each in data)
    raise QueryError(f"{query!r} is neither label_values(…) nor query_result(…)")


def _custom(query: str) -> list[str]:
    """Return the options of a list such as ``a, b, Name : c``."""
    words = [each.strip() for each in re.split(r"(?<!\\),", query)]
    return [each.rpartition(" : ")[2].strip() for each in words if each]
