"""Diff: what differs in meaning, not in spelling, between the state and the inputs."""

from dataclasses import dataclass

from plugins.docker.kinds import (
    DEFAULTS,
    Kind,
    Many,
    Plain,
    Property,
    Record,
    Table,
    Text,
    Values,
    has_unknown,
    is_zero,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """
    Names of the inputs that changed.

    Attributes:
        replaced: Those that need a new resource.
        updated: Those that are changed in place.
        delete_first: The old resource has to go before the new one comes.
    """

    replaced: list[str]
    updated: list[str]
    delete_first: bool


def difference(table: Table, state: Values, inputs: Values) -> Difference:
    """Compare the recorded *state* with checked *inputs*."""
    changed = [
        name
        for name, prop in table.inputs.items()
        if not same_property(prop, state.get(name), inputs.get(name))
    ]
    replaced = [
        name for name in changed if _replaces(table.inputs[name], inputs.get(name))
    ]
    return Difference(
        replaced=replaced,
        updated=[name for name in changed if name not in replaced],
        delete_first=table.one_at_a_time or _name_is_fixed(table, inputs),
    )


def _replaces(prop: Property, new: Plain) -> bool:
    return prop.replaces or (prop.lasting and is_zero(new))


def _name_is_fixed(table: Table, inputs: Values) -> bool:
    defaults = inputs.get(DEFAULTS)
    automatic = isinstance(defaults, list) and "name" in defaults
    return table.autonamed and not automatic


def same_property(prop: Property, old: Plain, new: Plain) -> bool:
    """Tell whether *new* asks for what *old* has."""
    wanted = prop.default if new is None else new
    had = prop.default if old is None else old
    if wanted is None and prop.computed:
        return True
    if is_zero(had) and is_zero(wanted):
        return True
    if had is None or wanted is None:
        return False
    return _same(prop.kind, had, wanted)


def _same(kind: Kind, old: Plain, new: Plain) -> bool:
    if has_unknown(new):
        return False
    if isinstance(kind, Record) and isinstance(old, dict) and isinstance(new, dict):
        return all(
            same_property(prop, old.get(name), new.get(name))
            for name, prop in kind.fields.items()
        )
    if isinstance(kind, Many) and isinstance(old, list) and isinstance(new, list):
        return _pairs(kind, old, new) is not None
    if isinstance(kind, Text) and isinstance(old, str) and isinstance(new, str):
        return kind.canonical(old) == kind.canonical(new)
    return old == new


def _pairs(
    kind: Many, old: list[Plain], new: list[Plain]
) -> list[tuple[Plain, Plain]] | None:
    """Pair each of *new* with one of *old* that is the same; None if that fails."""
    if not kind.ordered:
        old, new = _distinct(old), _distinct(new)
    if len(old) != len(new):
        return None
    if kind.ordered:
        alike = all(map(lambda a, b: _same(kind.of, a, b), old, new))
        return list(zip(old, new, strict=True)) if alike else None
    left = [*old]
    pairs: list[tuple[Plain, Plain]] = []
    for wanted in new:
        match = next((had for had in left if _same(kind.of, had, wanted)), None)
        if match is None:
            return None
        left.remove(match)
        pairs.append((match, wanted))
    return pairs


def _distinct(values: list[Plain]) -> list[Plain]:
    return [value for i, value in enumerate(values) if value not in values[:i]]


def settle(prop: Property, recorded: Plain, actual: Plain) -> Plain:
    """
    Return what to record after the engine reported *actual*.

    The recorded spelling stays as long as it means the same, so that a refresh
    changes nothing but what has changed.
    """
    if recorded is None:
        return actual
    if not same_property(prop, actual, recorded):
        return actual
    return _filled(prop.kind, recorded, actual)


def _filled(kind: Kind, recorded: Plain, actual: Plain) -> Plain:
    if isinstance(recorded, dict) and isinstance(actual, dict):
        return {**actual, **recorded} if isinstance(kind, Record) else recorded
    if (
        isinstance(kind, Many)
        and isinstance(recorded, list)
        and isinstance(actual, list)
    ):
        pairs = _pairs(kind, actual, recorded) or []
        return [_filled(kind.of, wanted, had) for had, wanted in pairs]
    return recorded
