"""
What can go wrong in the engine.

EngineError
├── SettingsError    the environment is wrong; lists every mistake, raised once
├── MigrationError   the database cannot be brought to this version's schema
├── LeaseLost        another replica has taken over the work that this one began
└── Problem          becomes an RFC 9457 answer
    ├── InvalidInput     400, 413, 415 or 422: the request is wrong
    ├── Unauthorized     401: no key, or one that is unknown
    ├── Forbidden        403: a key that may not do this
    ├── NotFound         404
    ├── Conflict         409: the request is right, the state is not
    ├── TooManyRequests  429, with the seconds to wait
    └── Unavailable      503, with the seconds to wait
"""

from collections.abc import Mapping, Sequence
from typing import Any


class EngineError(Exception):
    """Base of all the engine's own exceptions."""


class SettingsError(EngineError):
    """The environment does not describe an engine; lists every mistake."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        lines = "".join(f"\n  {mistake}" for mistake in mistakes)
        super().__init__(f"the engine cannot start; the environment is wrong:{lines}")


class MigrationError(EngineError):
    """The database's schema cannot be brought up to date."""


class LeaseLost(EngineError):
    """Another replica works on what this one held; nothing more may be written."""


class Problem(EngineError):
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


class Unauthorized(Problem):
    """Nobody knows who asks."""

    status = 401
    kind = "unauthorized"
    title = "A key is needed"


class Forbidden(Problem):
    """The caller is known and may not do this."""

    status = 403
    kind = "forbidden"
    title = "Not allowed"


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


class TooManyRequests(Problem):
    """The engine takes no more of this at the moment."""

    status = 429
    kind = "too-many-requests"
    title = "Too many requests"


class Unavailable(Problem):
    """Something that the engine needs does not answer."""

    status = 503
    kind = "unavailable"
    title = "Temporarily unavailable"
