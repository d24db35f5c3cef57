"""Folds what Pulumi prints into the progress display."""

import re

from tools.bootstrap.display import Display
from tools.images.model import State

# As in " +  docker:index:Container pharos-dev-items created (3s)".
_RESOURCE = re.compile(
    r"^ *[-+~@<>=!.]* +(?P<kind>[\w.-]+:[\w.:/-]+) (?P<name>\S+) (?P<rest>\S.*)$",
    re.ASCII,
)
_ENDED = re.compile(r"^(created|updated|deleted|replaced|.*failed.*)\b")

_RUNS_ANEW = re.compile(r"^(created|updated|replaced)\b")


class Progress:
    """
    Shows each line's meaning under one step, and keeps what went wrong.

    Attributes:
        services: Those whose container is a new one.
    """

    def __init__(self, display: Display, step: str, *, lines: bool) -> None:
        self._display = display
        self._step = step
        self._lines = lines
        self.changed = 0
        self.services: set[str] = set()

    def __call__(self, line: str) -> None:
        """Take a line of Pulumi's."""
        text = summary(line)
        if not text:
            return
        self._display.step(self._step, State.RUNNING, text)
        if is_change(line):
            self.changed += 1
            self.services |= container(line)
            if self._lines:
                self._display.line(f"    {text}")


def summary(line: str) -> str:
    """Return what a line says of a resource; empty if it says nothing of one."""
    found = _RESOURCE.match(line)
    if found is None or "pulumi:pulumi:Stack" in line:
        return ""
    kind = found["kind"].rpartition(":")[2].rpartition("/")[2]
    return f"{kind} {found['name']} {found['rest'].strip()}"


def is_change(line: str) -> bool:
    """Tell whether a line says that a resource has been changed."""
    found = _RESOURCE.match(line)
    return found is not None and _ENDED.match(found["rest"]) is not None


def container(line: str) -> set[str]:
    """Return the service whose container a line says is new."""
    found = _RESOURCE.match(line)
    if found is None or not found["kind"].endswith(":Container"):
        return set()
    return {found["name"]} if _RUNS_ANEW.match(found["rest"]) else set()


def outcome(said: str) -> str:
    """Return Pulumi's own count, such as ``12 created, 3 unchanged``."""
    _, found, rest = said.partition("\nResources:\n")
    if not found:
        return ""
    lines = []
    for line in rest.splitlines():
        if not line.strip():
            break
        lines.append(line.strip().lstrip("+-~ ").strip())
    return ", ".join(lines)
