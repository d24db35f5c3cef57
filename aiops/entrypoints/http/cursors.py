"""Where a page of a list ended, as a text that says nothing to people."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from math import isfinite

from aiops.errors import InvalidInput


def cursor_of(time_s: float, id: str) -> str:
    """Return the text for the page after this row."""
    return urlsafe_b64encode(f"{time_s!r} {id}".encode()).decode().rstrip("=")


def position_of(cursor: str) -> tuple[float, str] | None:
    """
    Return the row that *cursor* stands for; None where it is empty.

    Raises:
        InvalidInput: When it comes from no page.
    """
    if not cursor:
        return None
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        time, _, id = raw.partition(" ")
        time_s = float(time)
        if not isfinite(time_s) or "\0" in id:
            raise ValueError("no row has this place")
        return time_s, id
    except (Error, UnicodeDecodeError, ValueError):
        raise InvalidInput(
            "query: /cursor: this is no next_cursor of a page; leave it out to begin"
        ) from None
