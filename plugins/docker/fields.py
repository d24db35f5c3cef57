"""Kinds that several resource types share."""

import re

from plugins.docker import durations
from plugins.docker.kinds import Flag, Many, Plain, Property, Record, Text, Whole

TEXTS = Many(of=Text())
ORDERED_TEXTS = Many(of=Text(), ordered=True)
LABELS = Many(
    of=Record(
        fields={
            "label": Property(kind=Text(), required=True),
            "value": Property(kind=Text(), required=True),
        }
    )
)


def text(*, computed: bool = False, required: bool = False) -> Property:
    """A string that replaces."""
    return Property(kind=Text(), computed=computed, required=required)


def whole(minimum: int | None = None, *, required: bool = False) -> Property:
    """A whole number that replaces."""
    return Property(kind=Whole(minimum=minimum), required=required)


def flag(*, default: Plain = None, replaces: bool = True) -> Property:
    """True or false."""
    return Property(kind=Flag(), default=default, replaces=replaces)


def texts(*, computed: bool = False) -> Property:
    """A set of strings that replaces."""
    return Property(kind=TEXTS, computed=computed)


def one_of(*words: str) -> Text:
    """A string that is one of *words*."""

    def mistake(value: str) -> str:
        return "" if value in words else f"{value!r} is none of {', '.join(words)}"

    return Text(mistake=mistake)


def matching(pattern: str, example: str) -> Text:
    """A string that *pattern* matches whole."""

    def mistake(value: str) -> str:
        if re.fullmatch(pattern, value, re.ASCII):
            return ""
        return f"{value!r} is not of the form {example}"

    return Text(mistake=mistake)


def _mistake_in_duration(value: str) -> str:
    try:
        durations.nanoseconds(value)
    except ValueError as error:
        return str(error)
    return ""


def _canonical_duration(value: str) -> str:
    return value if _mistake_in_duration(value) else str(durations.nanoseconds(value))


DURATION = Text(canonical=_canonical_duration, mistake=_mistake_in_duration)


def capability(name: str) -> str:
    """Return *name* as the kernel writes it, without ``CAP_``."""
    return name.upper().removeprefix("CAP_")


def address(value: str) -> str:
    """Return an address to bind, where nothing means every one."""
    return value or "0.0.0.0"  # noqa: S104 - Docker's own default, not a choice of ours
