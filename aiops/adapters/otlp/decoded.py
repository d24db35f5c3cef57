"""What became of one request: records, and what had to be left out, by reason."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Record = TypeVar("Record")


class Unusable(ValueError):
    """One span or line cannot be used; the text is the reason, for a metric's label."""


@dataclass(slots=True)
class Decoded(Generic[Record]):
    """
    The usable records of a request.

    Attributes:
        refused: How many were left out, by reason.
    """

    records: list[Record] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def message(self) -> str:
        """Why some were left out, for the sender; empty where none was."""
        return ", ".join(
            f"{count} left out: {reason}" for reason, count in self.refused.items()
        )
