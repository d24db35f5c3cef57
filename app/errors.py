"""Every failure that the shop expects, each with its HTTP status.

ShopError
├── SettingsError       the environment is wrong; the process does not start
├── MigrationError      the database cannot be brought to this version's schema
├── Problem             becomes an RFC 9457 answer
│   ├── InvalidInput    400, 413, 415 or 422: the request is wrong
│   ├── NotFound        404
│   ├── Conflict        409: the request is right, the state is not
│   ├── PaymentDeclined 402
│   ├── Forbidden       401 or 403
│   ├── SimulatedError  500: what an exception that nobody expected looks like
│   ├── TooManyRequests 429, with the seconds to wait
│   └── Unavailable     502, 503 or 504: something behind this role fails
└── PeerError           a call to another role failed
    ├── PeerUnreachable nothing was sent
    └── PeerTimeout     it may or may not have happened
"""

from collections.abc import Mapping, Sequence
from typing import Any


class ShopError(Exception):
    """Base of all the shop's own exceptions."""


class SettingsError(ShopError):
    """The environment does not describe a shop; lists every mistake."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class MigrationError(ShopError):
    """The database's schema cannot be brought up to date."""


class Problem(ShopError):
    """
    An answer of type ``application/problem+json`` (RFC 9457).

    Args:
        detail: What was wrong with this request, the value, and the fix.
        status, kind, title: In place of the class's own.
        extra: Further members of the problem document.
        headers: Headers of the answer.
    """

    status: int = 500
    kind: str = "internal-error"
    title: str = "Internal error"

    def __init__(
        self,
        detail: str,
        *,
        status: int | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        kind: str | None = None,
        title: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.kind = self.kind if kind is None else kind
        self.title = self.title if title is None else title
        self.status = self.status if status is None else status
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})


class InvalidInput(Problem):
    """The request itself is wrong."""

    status = 422
    kind = "invalid-input"
    title = "The request is not valid"


class NotFound(Problem):
    """Nothing has this id or path."""

    status = 404
    kind = "not-found"
    title = "Not found"


class Conflict(Problem):
    """The current state does not allow it."""

    status = 409
    kind = "conflict"
    title = "The current state does not allow this"


class PaymentDeclined(Problem):
    """The card was refused."""

    status = 402
    kind = "payment-declined"
    title = "The payment was declined"


class Forbidden(Problem):
    """The caller may not do this."""

    status = 403
    kind = "forbidden"
    title = "Not allowed"


class TooManyRequests(Problem):
    """The client is over its rate limit."""

    status = 429
    kind = "too-many-requests"
    title = "Too many requests"


class SimulatedError(Problem):
    """Stands for an exception that nobody expected, and counts as one."""

    kind = "simulated-error"


class Unavailable(Problem):
    """Something that this role needs does not answer."""

    status = 503
    kind = "unavailable"
    title = "Temporarily unavailable"


class PeerError(ShopError):
    """A call to another role failed."""

    def __init__(self, peer: str, reason: str) -> None:
        super().__init__(f"{peer}: {reason}")
        self.peer = peer
        self.reason = reason


class PeerUnreachable(PeerError):
    """No connection: the request was not sent."""


class PeerTimeout(PeerError):
    """No answer in time: whether the request took effect is unknown."""
