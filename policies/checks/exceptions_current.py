"""Named exceptions are looked at again before their day."""

from collections.abc import Callable, Iterator
from datetime import date

from catalog.exceptions import CAPABILITIES, HOST_FOLDERS
from policies.model import Finding, Stack, StackPolicy


def check(stack: Stack, today: Callable[[], date] = date.today) -> Iterator[Finding]:
    """Yield a finding for each exception whose day has passed."""
    del stack
    for exception in (*HOST_FOLDERS, *CAPABILITIES):
        if exception.until < today():
            yield Finding(
                exception.service,
                f"its exception ended on {exception.until}; remove it from"
                " catalog/exceptions.py, or give a new end after looking at the reason",
            )


POLICY = StackPolicy(
    name="exceptions-current",
    description="No named exception has run out.",
    check=check,
)
