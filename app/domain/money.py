"""Amounts of money in minor units, so that no cent is ever rounded."""

from dataclasses import dataclass

# Fits PostgreSQL's bigint with room for any sum the shop makes.
MAX_MINOR = 10**12


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, slots=True)
class Money:
    """
    An amount that is never negative.

    Attributes:
        minor: Cents, pence or yen: the currency's smallest unit.
        currency: ISO 4217 code, such as ``EUR``.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not 0 <= self.minor <= MAX_MINOR:
            raise ValueError(
                f"an amount lies between 0 and {MAX_MINOR} minor units,"
                f" got {self.minor}"
            )

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMismatch(
                f"cannot add {other.currency} to {self.currency}; order them separately"
            )
        return Money(self.minor + other.minor, self.currency)

    def times(self, quantity: int) -> "Money":
        """Return the price of *quantity* units."""
        return Money(self.minor * quantity, self.currency)


def total(prices: list[Money]) -> Money:
    """
    Return the sum of at least one price.

    Raises:
        CurrencyMismatch: When the prices are in different currencies.
        ValueError: When there is no price, or the sum is too large.
    """
    if not prices:
        raise ValueError("there is nothing to add up; give at least one line")
    result = prices[0]
    for price in prices[1:]:
        result += price
    return result
