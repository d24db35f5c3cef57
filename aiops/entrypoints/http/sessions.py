"""The console's cookie: who it stands for, and that it is used by our pages alone."""

from collections.abc import Callable

from flask import Request

from aiops.adapters.keys.database import SESSION_S, Sessions
from aiops.domain.access import Principal
from aiops.entrypoints.http.access import Identify
from aiops.errors import Forbidden

COOKIE = "pharos_session"
HEADER = "X-Pharos-Console"
_SAFE = ("GET", "HEAD", "OPTIONS")
_OWN_SITES = ("same-origin", "none", "")


def by_cookie(
    sessions: Sessions, by_digest: Callable[[bytes], Principal | None]
) -> Identify:
    """
    Return who identifies a request by the session's cookie.

    A session lasts as long as the key that it was opened with. What changes something
    needs a header that no form of another site can send.
    """

    def identify(asked: Request) -> Principal | None:
        token = asked.cookies.get(COOKIE)
        if not token:
            return None
        key = sessions.key_of(token)
        principal = None if key is None else by_digest(key)
        if principal is not None and asked.method not in _SAFE:
            require_console(asked)
        return principal

    return identify


def require_console(asked: Request) -> None:
    """
    Make sure that a page of the console sends the request.

    Raises:
        Forbidden: When it may be another site's.
    """
    if HEADER not in asked.headers or (
        asked.headers.get("Sec-Fetch-Site", "") not in _OWN_SITES
    ):
        raise Forbidden(
            f"with a session, what changes something needs the header {HEADER}: 1;"
            " programs send a key instead"
        )


def cookie(token: str, *, secure: bool, max_age_s: float = SESSION_S) -> str:
    """Return the Set-Cookie header; with an age of 0 it ends the session."""
    parts = [
        f"{COOKIE}={token}",
        "Path=/",
        f"Max-Age={max_age_s:.0f}",
        "HttpOnly",
        "SameSite=Strict",
    ]
    return "; ".join([*parts, "Secure"] if secure else parts)
