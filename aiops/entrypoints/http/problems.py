"""Every error as a problem document (RFC 9457)."""

import orjson
from flask import Flask, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from aiops.adapters.observability.logs import JsonLog
from aiops.errors import NotFound, Problem, Unavailable

PROBLEM_JSON = "application/problem+json"
TYPE_PREFIX = "urn:pharos:problem:"
# Of a refused body; who still sends when the connection ends sees no answer.
_MOST_DRAINED_BYTES = 8 * 1024 * 1024
_PIECE_BYTES = 64 * 1024
_KEPT_HEADERS = ("allow", "location", "retry-after")


def document(problem: Problem) -> bytes:
    """Return the body of *problem*."""
    return orjson.dumps(
        {
            "type": TYPE_PREFIX + problem.kind,
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail,
            **problem.extra,
        }
    )


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
    if error.code == 404:
        return NotFound(
            "there is nothing at this path; see /openapi.json for the paths"
        )
    headers = {
        name: value
        for name, value in error.get_headers()
        if name.lower() in _KEPT_HEADERS
    }
    detail = error.description or error.name
    if error.code == 405:
        allowed = headers.get("Allow", "")
        detail = f"this path does not take this method; use one of {allowed}"
    elif error.code == 413:
        detail = "the body is too large; send a smaller one, or several"
    return Problem(
        detail,
        status=error.code or 500,
        headers=headers,
        kind=error.name.lower().replace(" ", "-"),
        title=error.name,
    )


def from_database(error: Exception) -> Problem:
    """Return what a database failure means for the caller."""
    original = getattr(error, "orig", None) or error
    return Unavailable(
        f"the database does not answer ({type(original).__name__}); try again",
        headers={"Retry-After": "1"},
    )


def drain() -> None:
    """Read the rest of a body that is refused, up to a limit."""
    stream = request.environ["wsgi.input"]
    for _ in range(_MOST_DRAINED_BYTES // _PIECE_BYTES):
        if not stream.read(_PIECE_BYTES):
            return


def register(app: Flask, log: JsonLog) -> None:
    """Answer every error of *app* with a problem; log the unexpected."""

    def own(error: Problem) -> Response:
        if error.status == 413:
            drain()
        return respond(error)

    def http(error: HTTPException) -> Response:
        return own(from_http(error))

    def database(error: Exception) -> Response:
        original = getattr(error, "orig", None) or error
        log.event("error", "database", exception=type(original).__qualname__)
        return respond(from_database(error))

    def unexpected(error: Exception) -> Response:
        log.unexpected("unexpected exception", error)
        return respond(Problem("something went wrong here; the log says where"))

    app.register_error_handler(Problem, own)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OperationalError, database)
    app.register_error_handler(PoolTimeout, database)
    app.register_error_handler(Exception, unexpected)
