"""Card numbers: checked, reduced to four digits, and never kept."""

DEMO_DECLINED = frozenset({"4000000000000002"})


def digits_of(number: str) -> str:
    """Return the number without the spaces and dashes that people type."""
    return number.replace(" ", "").replace("-", "")


def luhn_valid(digits: str) -> bool:
    """Return whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    if not digits.isascii() or not digits.isdigit() or not 12 <= len(digits) <= 19:
        return False
    total = 0
    for position, char in enumerate(reversed(digits)):
        value = int(char) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def last4(digits: str) -> str:
    """Return all that may be kept of a card number (PCI DSS 3.4)."""
    return digits[-4:]


def is_declined(digits: str) -> bool:
    """Return whether the demo acquirer refuses this card."""
    return digits in DEMO_DECLINED
