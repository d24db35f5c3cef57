"""What runs, against what the code declares: the verdict, and its words."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tools.bootstrap.engine import Container
from tools.bootstrap.errors import PulumiError

# Neither changes anything.
_QUIET = frozenset({"same", "read", "refresh"})
_RUNS = "running"


class Verdict(StrEnum):
    """The three ways in which a look at a stack ends."""

    CLEAN = "clean"
    DRIFT = "drift"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """
    One thing that is not as declared.

    Attributes:
        what: Its kind and name.
        found: What is the matter with it.
    """

    what: str
    found: str


@dataclass(frozen=True, kw_only=True)
class Drift:
    """
    What a look at a stack has found.

    Attributes:
        error: Why nothing can be said; empty unless that is so.
    """

    stack: str
    differences: tuple[Difference, ...] = ()
    error: str = ""

    @property
    def verdict(self) -> Verdict:
        """Which of the three it is."""
        if self.error:
            return Verdict.ERROR
        return Verdict.DRIFT if self.differences else Verdict.CLEAN

    def as_json(self) -> dict[str, object]:
        """Return it for a machine to read."""
        return {
            "stack": self.stack,
            "verdict": self.verdict,
            "differences": [
                {"what": each.what, "found": each.found} for each in self.differences
            ],
            "error": self.error,
        }

    def lines(self) -> list[str]:
        """Return it for a terminal."""
        if self.error:
            return [
                f"error: stack {self.stack!r} cannot be compared with its code:",
                self.error,
            ]
        if not self.differences:
            return [f"stack {self.stack!r} is as its code declares"]
        count = len(self.differences)
        return [
            f"stack {self.stack!r} has drifted in {count} place{'s' * (count > 1)}:",
            *(f"  {each.what}: {each.found}" for each in self.differences),
            "`make up` brings it back; a change that is to stay belongs into the code",
        ]

    def markdown(self) -> str:
        """Return it for a summary."""
        head = f"## Drift of stack `{self.stack}`: {self.verdict}\n\n"
        if self.error:
            return f"{head}```text\n{self.error}\n```\n"
        if not self.differences:
            return f"{head}What runs is what the code declares.\n"
        rows = (f"| {_cell(d.what)} | {_cell(d.found)} |" for d in self.differences)
        return head + "\n".join(["| What | Found |", "| --- | --- |", *rows, ""])


def of_preview(said: str) -> list[Difference]:
    """
    Return what a preview with refresh would change.

    Args:
        said: What `pulumi preview --refresh --json` wrote, warnings included.

    Raises:
        PulumiError: When the preview did not come to its end.
    """
    document = _document(said)
    failures = [
        str(each.get("message", "")).strip()
        for each in document.get("diagnostics") or ()
        if each.get("severity") == "error"
    ]
    # Pulumi counts what it has found only once it has looked at everything.
    if "changeSummary" not in document:
        raise PulumiError("\n".join(filter(None, failures)) or said.strip())
    found = [_step(each) for each in document.get("steps") or ()]
    changed = [each for each in found if each is not None]
    # With --expect-no-changes a difference is an error, which says nothing new.
    if failures and not changed:
        raise PulumiError("\n".join(failures))
    return changed


def of_engine(containers: Iterable[Container]) -> list[Difference]:
    """Return the containers that do not run, which a plugin need not look at."""
    return [
        Difference(what=f"Container {each.service}", found=f"{each.state}, not running")
        for each in containers
        if each.state != _RUNS
    ]


def merged(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Return one difference for each thing, with all that is the matter with it."""
    found: dict[str, list[str]] = {}
    for each in differences:
        found.setdefault(each.what, []).append(each.found)
    return tuple(
        Difference(what=what, found="; ".join(said)) for what, said in found.items()
    )


def _document(said: str) -> Mapping[str, Any]:
    # Warnings of Pulumi's stand before it, in the same stream.
    start = 0 if said.startswith("{") else said.find("\n{") + 1
    if not said[start:].startswith("{"):
        raise PulumiError(said.strip() or "pulumi said nothing")
    try:
        found, _ = json.JSONDecoder().raw_decode(said, start)
    except ValueError as error:
        raise PulumiError(f"{said.strip()}\n({error})") from error
    return dict(found)


def _step(step: Mapping[str, Any]) -> Difference | None:
    operation = str(step["op"])
    if operation in _QUIET:
        return None
    kind, _, name = str(step["urn"]).rpartition("::")
    short = kind.rpartition("::")[2].rpartition("$")[2].rpartition(":")[2]
    keys = ", ".join(sorted(map(str, _keys(step))))
    return Difference(
        what=f"{short.rpartition('/')[2]} {name}",
        found=f"has to be {_DONE.get(operation, operation)}"
        + (f" ({keys})" if keys else ""),
    )


def _keys(step: Mapping[str, Any]) -> Iterable[Any]:
    return (
        step.get("replaceReasons")
        or step.get("diffReasons")
        or (step.get("detailedDiff") or {}).keys()
    )


_DONE = {
    "create": "made: it is gone",
    "update": "changed",
    "delete": "removed",
    "replace": "replaced",
    "create-replacement": "replaced",
    "delete-replaced": "replaced",
}


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
