"""What differs between two versions of a resource's inputs, secrets left out."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policies.secret_shapes import is_secret_name, looks_secret
from tools.changes.preview import Step

SECRET = "[secret]"  # noqa: S105 - what Pulumi writes in a secret's place
CHANGED_SECRET = "[another secret]"  # noqa: S105
LATER = "[known after the update]"
NOTHING = ""
# What Pulumi writes for a value that the update itself brings.
_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
# How an item of a list is told from its neighbours, instead of by its place.
_NAMES = ("label", "name", "target", "internal")
_CONTEXT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """
    One input that differs.

    Attributes:
        before, after: As text; ``NOTHING`` where it is absent.
    """

    path: str
    before: str
    after: str

    @property
    def is_text(self) -> bool:
        """Whether it has lines, and is better shown by those that differ."""
        return "\n" in self.before or "\n" in self.after

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that differ, as a unified diff without its head."""
        old, new = self.before.splitlines(), self.after.splitlines()
        return tuple(difflib.unified_diff(old, new, n=_CONTEXT, lineterm=""))[2:]

    @property
    def counted(self) -> str:
        """How many lines come and go, such as ``+3 -1 lines``."""
        lines = self.lines
        added = sum(line.startswith("+") for line in lines)
        removed = sum(line.startswith("-") for line in lines)
        return f"+{added} -{removed} lines"


def properties(step: Step) -> tuple[Property, ...]:
    """Return the inputs in which the two sides of *step* differ."""
    old = flattened(step.old.inputs if step.old else {})
    new = flattened(step.new.inputs if step.new else {})
    found = [
        _property(path, old.get(path, NOTHING), new.get(path, NOTHING))
        for path in sorted(old.keys() | new.keys())
        if old.get(path, NOTHING) != new.get(path, NOTHING)
    ]
    return tuple(found + list(_secrets(step, found)))


def flattened(inputs: Mapping[str, Any]) -> dict[str, str]:
    """Return every value of *inputs* as text by its path, not masked."""
    return dict(_walk(inputs, ""))


def _property(path: str, before: str, after: str) -> Property:
    shown = Property(
        path=path, before=_masked(path, before), after=_masked(path, after)
    )
    return replace(shown, after=CHANGED_SECRET) if _hides(shown) else shown


def _hides(shown: Property) -> bool:
    """Whether a difference disappeared behind the marks."""
    return shown.before == shown.after == SECRET


def _secrets(step: Step, found: Sequence[Property]) -> Iterator[Property]:
    """Yield the secrets that the provider calls different: both sides look alike."""
    if step.old is None or step.new is None:
        return
    seen = {each.path.partition(".")[0] for each in found}
    for name in (*step.changed, *step.replaces):
        top = name.partition(".")[0].partition("[")[0]
        if top not in seen and SECRET in str(step.new.inputs.get(top)):
            seen.add(top)
            yield Property(path=top, before=SECRET, after=CHANGED_SECRET)


def _walk(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not str(key).startswith("__"):
                yield from _walk(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for key, item in _keyed(value):
            yield from _walk(item, f"{path}[{key}]")
    elif value is not None:
        yield path, _text(value)


def _keyed(items: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each item with what it is called, or its place."""
    seen: set[str] = set()
    for place, item in enumerate(items):
        key, rest = _name(item)
        if not key or key in seen:
            key, rest = str(place), item
        seen.add(key)
        yield key, rest


def _name(item: Any) -> tuple[str, Any]:
    if isinstance(item, str) and "=" in item:
        name, _, value = item.partition("=")
        return (name, value) if " " not in name else ("", item)
    if isinstance(item, Mapping):
        for key in _NAMES:
            if key in item:
                rest = {k: v for k, v in item.items() if k != key}
                only = rest["value"] if rest.keys() == {"value"} else rest
                return _text(item[key]), only
    return "", item


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return LATER if value == _UNKNOWN else str(value)


def _masked(path: str, text: str) -> str:
    """Return *text*, or a mark in its place: Pulumi masks only what it was told of."""
    if text in (SECRET, LATER, NOTHING):
        return text
    name = path.rpartition("[")[2].rstrip("]").rpartition(".")[2]
    return SECRET if is_secret_name(name) or looks_secret(text) else text
