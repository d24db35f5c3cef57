"""Rectangles; pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.h

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return self.x + self.w / 2, self.y + self.h / 2

    def inset(
        self, left: float, top: float, right: float | None = None, bottom: float = 0
    ) -> "Box":
        """Return what is left inside; *right* is as wide as *left* by default."""
        right = left if right is None else right
        return Box(
            self.x + left,
            self.y + top,
            max(1.0, self.w - left - right),
            max(1.0, self.h - top - bottom),
        )

    def columns(self, count: int, gap: float = 8) -> Sequence["Box"]:
        """Return *count* boxes side by side."""
        w = (self.w - gap * (count - 1)) / count
        return [Box(self.x + (w + gap) * n, self.y, w, self.h) for n in range(count)]

    def rows(self, count: int, gap: float = 8) -> Sequence["Box"]:
        """Return *count* boxes one above the other."""
        h = (self.h - gap * (count - 1)) / count
        return [Box(self.x, self.y + (h + gap) * n, self.w, h) for n in range(count)]
