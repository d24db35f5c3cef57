"""What a property may hold, whether it is required, and what a change of it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# Pulumi's stand-in for a value that a preview cannot know (pulumi.runtime.rpc.UNKNOWN).
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

# Key of the names that Check filled in, in the inputs and in each record of them;
# Pulumi's bridged plugins keep the same one.
DEFAULTS = "__defaults"

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
Values = dict[str, Plain]


def _as_written(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """
    A string.

    Attributes:
        canonical: Two spellings mean the same when this maps them to one.
        mistake: Returns what is wrong with a value, "" for a good one.
    """

    canonical: Callable[[str], str] = _as_written
    mistake: Callable[[str], str] = lambda _: ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number that is at least *minimum*."""

    minimum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """
    True or false.

    Attributes:
        never_true: Why true is refused; "" where it is not.
    """

    never_true: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMap:
    """Strings by string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """
    Several values of one kind.

    Attributes:
        ordered: False for a set, where another order is no change.
    """

    of: "Kind"
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Named fields."""

    fields: Mapping[str, "Property"]


Kind = Text | Whole | Flag | TextMap | Many | Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """
    One input of a resource.

    Attributes:
        default: Used where the program says nothing.
        replaces: A change needs a new resource; otherwise it is made in place.
        computed: The engine chooses a value where the program says nothing, and
            whatever it chooses is no difference.
        lasting: Changed in place, but only a new resource is without it again.
    """

    kind: Kind
    required: bool = False
    default: Plain = None
    replaces: bool = True
    computed: bool = False
    lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    All that is known about one resource type.

    Attributes:
        outputs: Names that only the engine fills.
        refused: Why, by name, for inputs of the official plugin that this one lacks.
        autonamed: A missing ``name`` is made from the resource's.
        one_at_a_time: The old resource always goes before the new one comes.
    """

    token: str
    inputs: Mapping[str, Property]
    outputs: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    autonamed: bool = True
    one_at_a_time: bool = False


def is_zero(value: Plain) -> bool:
    """Tell whether *value* is what Go has where nothing was set."""
    return value is None or value in ("", 0, False) or value == [] or value == {}


def without_defaults_key(values: Values) -> Values:
    """Return *values* without Check's notes of what it filled in."""
    return {
        name: _without_key(value) for name, value in values.items() if name != DEFAULTS
    }


def _without_key(value: Plain) -> Plain:
    if isinstance(value, dict):
        return without_defaults_key(value)
    if isinstance(value, list):
        return [_without_key(item) for item in value]
    return value


def has_unknown(value: Plain) -> bool:
    """Tell whether a preview cannot know all of *value*."""
    if isinstance(value, dict):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return value == UNKNOWN
