"""What differs between two versions of Prometheus's rules."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from tools.changes.errors import InputError
from tools.changes.resources import Kind

# What people decide on first, in this order; labels and words after it.
_FIRST = ("expr", "for", "labels.severity")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """
    One rule that differs.

    Attributes:
        name: With the labels that tell it from its namesakes.
        before, after: Text by field; empty on the side where it is not.
    """

    kind: Kind
    name: str
    is_alert: bool
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, those that matter most first."""
        keys = self.before.keys() | self.after.keys()
        found = {k for k in keys if self.before.get(k) != self.after.get(k)}
        first = [key for key in _FIRST if key in found]
        return (*first, *sorted(found - set(first)))


def rule_changes(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[RuleChange, ...]:
    """
    Return the rules that differ, alerts first.

    Args:
        before, after: Files of rules, text by name.

    Raises:
        InputError: When one of them is no file of rules.
    """
    old, new = _rules(before), _rules(after)
    found = [
        RuleChange(
            kind=_kind(key, old, new),
            name=_shown(key),
            is_alert=key[0] == "alert",
            before=old.get(key, {}),
            after=new.get(key, {}),
        )
        for key in {**new, **old}
        if old.get(key) != new.get(key)
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_alert, each.name)))


_Key = tuple[str, str, str, int]


def _kind(key: _Key, old: Mapping[_Key, Any], new: Mapping[_Key, Any]) -> Kind:
    if key not in old:
        return Kind.CREATED
    return Kind.CHANGED if key in new else Kind.DELETED


def _rules(texts: Mapping[str, str]) -> dict[_Key, dict[str, str]]:
    """Return each rule's fields by kind, name, own labels and place among equals."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = {}
    for name, text in sorted(texts.items()):
        for rule in _of_file(name, text):
            key = _identity(rule)
            found[*key, seen[key]] = _fields(rule)
            seen[key] += 1
    return found


def _of_file(name: str, text: str) -> Iterator[Mapping[str, Any]]:
    try:
        document = yaml.safe_load(text)
        yield from (rule for g in document["groups"] for rule in g["rules"])
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise InputError(
            f"{name} is no file of rules ({error}); run `make gen`"
        ) from error


def _identity(rule: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return kind, name and the labels that say what it is about."""
    kind = "alert" if "alert" in rule else "record"
    wanted = ("slo", "job", "metric", "service")
    labels = rule.get("labels") or {}
    own = ", ".join(str(labels[key]) for key in wanted if key in labels)
    return kind, str(rule[kind]), own


def _shown(key: _Key) -> str:
    _, name, own, place = key
    return f"{name}{f' ({own})' if own else ''}{f' #{place + 1}' if place else ''}"


def _fields(rule: Mapping[str, Any]) -> dict[str, str]:
    found = {"expr": str(rule["expr"]).strip()}
    if "for" in rule:
        found["for"] = str(rule["for"])
    for part in ("labels", "annotations"):
        for key, value in (rule.get(part) or {}).items():
            found[f"{part}.{key}"] = str(value)
    return found
