"""What a request asks for, read from its query string."""

from datetime import UTC, datetime
from math import isfinite
from urllib.parse import parse_qs

from notifications.errors import QueryError

_FIX = "use Unix seconds, or a time like 2026-01-31T12:00:00Z"


def since(query: str) -> float | None:
    """
    Return the Unix time in ``since=``; None without one.

    Raises:
        QueryError: When it is no time.
    """
    texts = parse_qs(query).get("since")
    return None if texts is None else _time(texts[-1])


def _time(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return _moment(text)
    if not isfinite(seconds):
        raise QueryError(f"since: {text!r} is no time; {_FIX}")
    return seconds


def _moment(text: str) -> float:
    try:
        # A plus sign in a query means a blank.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise QueryError(f"since: {text!r} is no time; {_FIX}") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
