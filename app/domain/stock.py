"""How much is there, how much is promised, and when it is too little."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """
    One product's units.

    Attributes:
        stock: Units on the shelf.
        held: Units of them that open reservations hold.
    """

    product_id: int
    stock: int
    held: int

    @property
    def available(self) -> int:
        """Units that a new reservation can have."""
        return max(0, self.stock - self.held)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that the shelf cannot serve."""

    product_id: int
    wanted: int
    available: int


def merge_lines(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the quantity per product; a product named twice is added up."""
    merged: dict[int, int] = {}
    for product_id, quantity in lines:
        merged[product_id] = merged.get(product_id, 0) + quantity
    return merged


def shortages(wanted: dict[int, int], shelves: dict[int, Shelf]) -> list[Shortage]:
    """Return every line that cannot be served, none of them hidden by another."""
    return [
        Shortage(product_id, quantity, shelves[product_id].available)
        for product_id, quantity in wanted.items()
        if quantity > shelves[product_id].available
    ]


def fell_below(*, before: int, after: int, threshold: int) -> bool:
    """Return whether this change, and no earlier one, crossed the threshold."""
    return after < threshold <= before
