"""Reads what ``pulumi preview --json`` has printed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.changes.errors import PreviewError

_AGAIN = "write it anew with `pulumi preview --json --show-sames`"
_STACK = "pulumi:pulumi:Stack"
# Pulumi says it after every reason.
_AFTER_EACH = "preview failed"


@dataclass(frozen=True, slots=True)
class Urn:
    """A resource's name: ``urn:pulumi:<stack>::<project>::<types>::<name>``."""

    text: str

    @property
    def stack(self) -> str:
        """The stack's name."""
        return self.text.split("::")[0].rpartition(":")[2]

    @property
    def type(self) -> str:
        """Its type token, without those of its parents."""
        return self.text.split("::")[2].rpartition("$")[2]

    @property
    def name(self) -> str:
        """Its logical name."""
        return self.text.split("::", 3)[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """
    A resource as it is, or as it would be.

    Attributes:
        inputs: In Pulumi's spelling; secrets are ``[secret]`` already.
        protected: Whether Pulumi refuses to delete it.
    """

    parent: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """
    One thing that Pulumi would do.

    Attributes:
        op: Pulumi's word, such as ``create-replacement``.
        old, new: None where there is no such side.
        changed: Names of inputs that the provider calls different.
        replaces: Names of inputs for which it is replaced.
    """

    op: str
    urn: Urn
    old: State | None
    new: State | None
    changed: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """
    A whole preview.

    Attributes:
        problems: What Pulumi called an error.
    """

    stack: str
    steps: tuple[Step, ...]
    problems: tuple[str, ...] = ()
    config: Mapping[str, str] = field(default_factory=dict)


def parse(text: str) -> Preview:
    """
    Return the preview that *text* holds.

    Raises:
        PreviewError: When it is not what Pulumi prints.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise PreviewError(f"the preview is no JSON ({error}); {_AGAIN}") from error
    steps = document.get("steps") if isinstance(document, dict) else None
    if not isinstance(steps, list):
        raise PreviewError(f"the preview has no list of steps; {_AGAIN}")
    try:
        read = tuple(map(_step, steps))
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise PreviewError(
            f"a step of the preview cannot be read ({error!r}); {_AGAIN}"
        ) from error
    if not read:
        raise PreviewError(
            f"the preview has no step, not even the stack's own; {_AGAIN}"
        )
    return Preview(
        stack=read[0].urn.stack,
        steps=tuple(step for step in read if step.urn.type != _STACK),
        problems=tuple(_problems(document.get("diagnostics") or ())),
        config=document.get("config") or {},
    )


def _step(raw: Mapping[str, Any]) -> Step:
    return Step(
        op=raw["op"],
        urn=_urn(raw["urn"]),
        old=_state(raw.get("oldState")),
        new=_state(raw.get("newState")),
        changed=tuple(raw.get("diffReasons") or ()),
        replaces=tuple(raw.get("replaceReasons") or ()),
    )


def _urn(text: str) -> Urn:
    if text.count("::") < 3:
        raise KeyError(text)
    return Urn(text)


def _state(raw: Mapping[str, Any] | None) -> State | None:
    if raw is None:
        return None
    return State(
        parent=raw.get("parent") or "",
        inputs=raw.get("inputs") or {},
        protected=bool(raw.get("protect")),
    )


def _problems(diagnostics: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for each in diagnostics:
        if each.get("severity") == "error":
            said = str(each.get("message", "")).strip().removeprefix("error: ")
            if said != _AFTER_EACH:
                yield said
