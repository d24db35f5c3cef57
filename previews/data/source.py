"""Where answers come from."""

from typing import Any, Protocol


class Source(Protocol):
    """Answers queries; every method raises QueryError."""

    def query(self, expr: str, at_s: float) -> Any:
        """Return ``data`` of an instant query."""

    def query_range(
        self, expr: str, start_s: float, end_s: float, step_s: float
    ) -> Any:
        """Return ``data`` of a range query."""

    def label_values(
        self, label: str, match: str, start_s: float, end_s: float
    ) -> list[str]:
        """Return the values of *label* on the series that *match* selects."""
