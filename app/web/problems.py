"""Every error as a problem document (RFC 9457)."""

from typing import TYPE_CHECKING

import orjson
from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from app.errors import (
    Conflict,
    NotFound,
    PeerError,
    PeerTimeout,
    Problem,
    SimulatedError,
    Unavailable,
)
from app.observability import trace_context
from app.web.bodies import MAX_BODY_BYTES, drain

if TYPE_CHECKING:
    from app.shop import Shop

PROBLEM_JSON = "application/problem+json"
TYPE_PREFIX = "urn:pharos:problem:"


def document(problem: Problem) -> bytes:
    """Return the body of *problem*."""
    trace = trace_context.current.get()
    members = {
        "type": TYPE_PREFIX + problem.kind,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }
    if trace is not None:
        members["trace_id"] = trace.trace_id
    return orjson.dumps(members)


def respond(problem: Problem) -> Response:
    """Return the HTTP response for *problem*."""
    return Response(
        document(problem),
        problem.status,
        headers=problem.headers,
        content_type=PROBLEM_JSON,
    )


def from_http(error: HTTPException) -> Problem:
    """Return what the framework refused, as a problem of ours."""
    status = error.code or 500
    if status == 404:
        return NotFound(
            "there is nothing at this path; see /openapi.json for the paths"
        )
    headers = {
        name: value
        for name, value in error.get_headers()
        if name.lower() in ("allow", "location", "retry-after")
    }
    if status == 405:
        allowed = headers.get("Allow", "")
        detail = f"this path does not take this method; use one of {allowed}"
    elif status == 413:
        detail = f"the body is larger than {MAX_BODY_BYTES} bytes; send a smaller one"
    else:
        detail = error.description or error.name
    return Problem(
        detail,
        status=status,
        headers=headers,
        kind=error.name.lower().replace(" ", "-"),
        title=error.name,
    )


def from_peer(error: PeerError) -> Unavailable:
    """Return what a role that does not answer means for the caller."""
    status = 504 if isinstance(error, PeerTimeout) else 503
    return Unavailable(f"{error}; try again", status=status)


def from_database(error: Exception) -> Problem:
    """Return what a database failure means for the caller."""
    original = getattr(error, "orig", None) or error
    if getattr(original, "sqlstate", "") in ("40001", "40P01"):
        return Conflict("another request changed the same rows; try again")
    return Unavailable(
        f"the database does not answer ({type(original).__name__}); try again",
        headers={"Retry-After": "1"},
    )


def register(app: Flask, shop: "Shop") -> None:
    """Answer every error of *app* with a problem; count and log the unexpected."""

    def unexpected(error: Exception) -> Response:
        shop.metrics.errors.inc()
        shop.log.unexpected(error)
        return respond(Problem("something went wrong here; the trace id finds the log"))

    def simulated(error: SimulatedError) -> Response:
        shop.metrics.errors.inc()
        shop.log.unexpected(error)
        return respond(error)

    def database(error: Exception) -> Response:
        original = getattr(error, "orig", None) or error
        shop.log.event("error", "database", exception=type(original).__qualname__)
        return respond(from_database(error))

    def own(error: Problem) -> Response:
        return respond(error)

    def http(error: HTTPException) -> Response:
        if error.code == 413:
            drain(request)
        return respond(from_http(error))

    def peer(error: PeerError) -> Response:
        shop.log.event("warning", "peer", peer=error.peer, reason=error.reason)
        return respond(from_peer(error))

    app.register_error_handler(Problem, own)
    app.register_error_handler(SimulatedError, simulated)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(PeerError, peer)
    for failure in (OperationalError, PoolTimeout):
        app.register_error_handler(failure, database)
    app.register_error_handler(Exception, unexpected)
