"""No view without a key, but those that say so."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask, Request, g, request

from aiops.domain.access import Principal, Scope
from aiops.errors import Forbidden, Unauthorized
from aiops.services.ports import Authenticator

View = TypeVar("View", bound=Callable[..., Any])
# Returns who sends a request; None when it does not say.
Identify = Callable[[Request], Principal | None]
_MARK = "needed_scope"
_OPEN = "open"


def needs(scope: Scope) -> Callable[[View], View]:
    """Let only keys of *scope* call the decorated view."""

    def mark(view: View) -> View:
        setattr(view, _MARK, scope)
        return view

    return mark


def open_to_all(view: View) -> View:
    """Let everybody call the decorated view."""
    setattr(view, _MARK, _OPEN)
    return view


def needed_by(view: Callable[..., Any]) -> str | None:
    """Return the scope that *view* needs; None where it is open to all."""
    needed = getattr(view, _MARK)
    return None if needed == _OPEN else str(needed.value)


def bearer(authenticator: Authenticator) -> Identify:
    """Return who identifies a request by its ``Authorization: Bearer …`` header."""

    def identify(asked: Request) -> Principal | None:
        scheme, _, key = asked.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            return None
        principal = authenticator.authenticate(key.strip())
        if principal is None:
            raise Unauthorized(
                "this key is unknown or no longer valid; ask for a new one",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        return principal

    return identify


def protect(app: Flask, identifiers: Sequence[Identify]) -> None:
    """
    Check every request to *app*, whose routes are all there already.

    Args:
        identifiers: Asked in their order; the first that knows is believed.

    Raises:
        LookupError: When a view says neither which scope it needs nor that it is open.
    """
    silent = sorted(
        name for name, view in app.view_functions.items() if not hasattr(view, _MARK)
    )
    if silent:
        raise LookupError(
            f"views {', '.join(silent)} do not say who may call them; decorate them"
            " with @needs(Scope.…) or @open_to_all"
        )

    def check() -> None:
        if request.endpoint is None:
            # There is no such path: that needs no key to be said.
            return
        needed = getattr(app.view_functions[request.endpoint], _MARK)
        if needed == _OPEN:
            return
        g.principal = _allowed(identifiers, needed)

    app.before_request(check)


def principal() -> Principal:
    """Return who sent the request that is being answered."""
    found: Principal = g.principal
    return found


def _allowed(identifiers: Sequence[Identify], needed: Scope) -> Principal:
    found = (identify(request) for identify in identifiers)
    known = next((each for each in found if each is not None), None)
    if known is None:
        raise Unauthorized(
            "send a key in the header 'Authorization: Bearer <key>'",
            headers={"WWW-Authenticate": "Bearer"},
        )
    if not known.may(needed):
        granted = ", ".join(sorted(known.scopes))
        raise Forbidden(
            f"this needs a key with the scope {needed}; {known.name!r} has {granted}"
        )
    return known
