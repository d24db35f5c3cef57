"""What every resource type does, and what it is told."""

import threading
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from plugins.docker.kinds import Values


@dataclass(frozen=True, slots=True)
class Made:
    """A resource that exists: its id and all its outputs."""

    identity: str
    outputs: Values


@dataclass(frozen=True, slots=True)
class Situation:
    """
    Around one operation.

    Attributes:
        mark: Recognises what this resource's earlier, interrupted create left.
        cancelled: Set when the user stops the update.
    """

    mark: str
    cancelled: threading.Event


@runtime_checkable
class Repairable(Protocol):
    """A resource type that recognises what its own interrupted create left."""

    def remove_left_over(self, name: str, mark: str) -> None:
        """Remove *name* if it carries *mark*; raise NameTaken if it does not."""


class Resource(Protocol):
    """One resource type on the engine; each call blocks until it is done."""

    def create(self, inputs: Values, situation: Situation) -> Made:
        """Make it."""

    def read(self, identity: str, recorded: Values) -> Made | None:
        """Return what exists; None when it is gone."""

    def update(
        self, identity: str, recorded: Values, inputs: Values, situation: Situation
    ) -> Values:
        """Change it in place and return its outputs."""

    def delete(self, identity: str, recorded: Values, situation: Situation) -> None:
        """Remove it; gone already is as good."""
