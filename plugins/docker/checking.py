"""Check: are the inputs of the right kind, and what fills the gaps."""

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.docker.kinds import (
    DEFAULTS,
    UNKNOWN,
    Flag,
    Kind,
    Many,
    Plain,
    Property,
    Record,
    Table,
    Text,
    TextMap,
    Values,
    Whole,
    is_zero,
)
from plugins.docker.naming import automatic_name


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong with the property at *path*, and what to do about it."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Inputs with their defaults, and everything that is wrong with them."""

    inputs: Values
    failures: list[Failure]


def check(
    table: Table, inputs: Values, *, previous: Values, resource: str, seed: bytes
) -> Checked:
    """
    Check *inputs* against *table* and add what the program left out.

    Args:
        previous: The last checked inputs; an automatic name stays.
        resource: The resource's name in the program.
        seed: Randomness that Pulumi repeats between preview and update.
    """
    given: Values = {k: v for k, v in inputs.items() if v is not None and k != DEFAULTS}
    failures = [
        *_refusals(table, given),
        *_missing("", table.inputs, given),
        *(
            failure
            for name, value in given.items()
            if name in table.inputs
            for failure in _mistakes(name, table.inputs[name].kind, value)
        ),
    ]
    filled = _filled(table.inputs, given)
    if table.autonamed and "name" not in given:
        filled["name"] = _kept_name(previous) or automatic_name(resource, seed)
        filled[DEFAULTS] = [*sorted([*_names(filled), "name"])]
    return Checked(inputs=filled, failures=failures)


def _kept_name(previous: Values) -> str:
    name = previous.get("name")
    kept = "name" in _names(previous)
    return name if kept and isinstance(name, str) else ""


def _names(inputs: Values) -> list[str]:
    names = inputs.get(DEFAULTS)
    return [str(name) for name in names] if isinstance(names, list) else []


def _filled(properties: Mapping[str, Property], given: Values) -> Values:
    """Add the defaults that are not what Go has anyway, down into every record."""
    defaults = {
        name: prop.default
        for name, prop in properties.items()
        if not is_zero(prop.default) and name not in given
    }
    nested = {
        name: _filled_kind(properties[name].kind, value)
        if name in properties
        else value
        for name, value in given.items()
    }
    return {**nested, **defaults, DEFAULTS: [*sorted(defaults)]}


def _filled_kind(kind: Kind, value: Plain) -> Plain:
    if isinstance(kind, Record) and isinstance(value, dict):
        return _filled(kind.fields, value)
    if isinstance(kind, Many) and isinstance(value, list):
        return [_filled_kind(kind.of, item) for item in value]
    return value


def _refusals(table: Table, given: Values) -> list[Failure]:
    return [
        Failure(name, _refusal(table, name))
        for name in given
        if name not in table.inputs
    ]


def _refusal(table: Table, name: str) -> str:
    kind = table.token.rpartition(":")[2]
    if name in table.refused:
        return (
            f"this stand-in plugin does not implement {kind}.{name}: "
            f"{table.refused[name]}. Remove it, or install Pulumi's own docker plugin"
        )
    return f"{kind} has no property {name!r}; known: {', '.join(sorted(table.inputs))}"


def _missing(
    path: str, properties: Mapping[str, Property], given: Values
) -> list[Failure]:
    return [
        Failure(f"{path}{name}", f"{path}{name} is required and was not given")
        for name, prop in properties.items()
        if prop.required and given.get(name) is None
    ]


def _mistakes(path: str, kind: Kind, value: Plain) -> list[Failure]:
    if value == UNKNOWN:
        return []
    match kind:
        case Text():
            return _text_mistakes(path, kind, value)
        case Whole():
            return _whole_mistakes(path, kind, value)
        case Flag():
            return _flag_mistakes(path, kind, value)
        case TextMap():
            return _map_mistakes(path, value)
        case Many():
            return _many_mistakes(path, kind, value)
        case Record():
            return _record_mistakes(path, kind, value)


def _unless(good: bool, path: str, wanted: str, value: Plain) -> list[Failure]:
    if good:
        return []
    return [Failure(path, f"{path} has to be {wanted}, not {_shown(value)}")]


def _shown(value: Plain) -> str:
    """Name the kind of *value*, never the value: it may be a secret."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "a map"


def _text_mistakes(path: str, kind: Text, value: Plain) -> list[Failure]:
    if not isinstance(value, str):
        return _unless(False, path, "a string", value)
    mistake = kind.mistake(value)
    return [Failure(path, f"{path}: {mistake}")] if mistake else []


def _whole_mistakes(path: str, kind: Whole, value: Plain) -> list[Failure]:
    if isinstance(value, bool) or not isinstance(value, int):
        return _unless(False, path, "a whole number", value)
    if kind.minimum is not None and value < kind.minimum:
        reason = f"{path} is {value}; the least that Docker takes is {kind.minimum}"
        return [Failure(path, reason)]
    return []


def _flag_mistakes(path: str, kind: Flag, value: Plain) -> list[Failure]:
    if value is True and kind.never_true:
        return [
            Failure(path, f"{path}: true is not implemented here: {kind.never_true}")
        ]
    return _unless(isinstance(value, bool), path, "true or false", value)


def _map_mistakes(path: str, value: Plain) -> list[Failure]:
    if not isinstance(value, dict):
        return _unless(False, path, "a map of strings", value)
    return [
        failure
        for key, item in value.items()
        for failure in _unless(isinstance(item, str), f"{path}.{key}", "a string", item)
    ]


def _many_mistakes(path: str, kind: Many, value: Plain) -> list[Failure]:
    if not isinstance(value, list):
        return _unless(False, path, "a list", value)
    return [
        failure
        for index, item in enumerate(value)
        for failure in _mistakes(f"{path}[{index}]", kind.of, item)
    ]


def _record_mistakes(path: str, kind: Record, value: Plain) -> list[Failure]:
    if not isinstance(value, dict):
        return _unless(False, path, "a map", value)
    unknown = [
        Failure(
            f"{path}.{name}",
            f"{path}.{name} is not implemented here; known: "
            f"{', '.join(sorted(kind.fields))}",
        )
        for name in value
        if name not in kind.fields and name != DEFAULTS
    ]
    nested = [
        failure
        for name, item in value.items()
        if name in kind.fields and item is not None
        for failure in _mistakes(f"{path}.{name}", kind.fields[name].kind, item)
    ]
    return [*unknown, *_missing(f"{path}.", kind.fields, value), *nested]
