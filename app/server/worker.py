"""Gunicorn's worker with threads, whose refusals are problem documents too."""

from typing import Any

from flask import Flask, Response
from gunicorn import util  # type: ignore[import-untyped]  # has no types
from gunicorn.http import errors  # type: ignore[import-untyped]  # has no types
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]  # has no types

from app.errors import Problem
from app.web.problems import PROBLEM_JSON, document, respond

# Gunicorn's own kinds, what they are to a client, and the fix. What was sent is not
# repeated: it may be anything.
_REFUSALS = (
    (
        errors.LimitRequestLine,
        (414, "URI Too Long"),
        "method, path and query are too long; send a shorter query",
    ),
    (
        errors.LimitRequestHeaders,
        (431, "Request Header Fields Too Large"),
        "there are too many headers, or one is too long; send fewer, or shorter ones",
    ),
    (
        errors.UnsupportedTransferCoding,
        (501, "Not Implemented"),
        "this transfer coding is not understood; send chunked, or a Content-Length",
    ),
    (
        errors.ExpectationFailed,
        (417, "Expectation Failed"),
        "no expectation but 100-continue is met; leave the Expect header out",
    ),
    (
        errors.ParseException,
        (400, "Bad Request"),
        "this is not HTTP/1.1; look at the request line, the headers and the chunks",
    ),
)
# These are the application's fault, not the client's.
_OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)


def refusal(error: Exception) -> Problem | None:
    """Return what gunicorn refuses, as a problem; None for another failure."""
    if isinstance(error, _OURS):
        return None
    for kind, (status, title), detail in _REFUSALS:
        if isinstance(error, kind):
            return Problem(
                detail,
                status=status,
                title=title,
                kind=title.lower().replace(" ", "-"),
                # Where the next request would begin is not known.
                headers={"Connection": "close"},
            )
    return None


def refuse_broken_bodies(app: Flask) -> None:
    """Answer chunks that are none as what they are, and not as a failure of *app*."""

    def broken(error: Exception) -> Response:
        problem = refusal(error)
        if problem is None:
            raise error
        return respond(problem)

    app.register_error_handler(errors.ParseException, broken)


def answer(problem: Problem) -> bytes:
    """Return the whole HTTP response of *problem*."""
    body = document(problem)
    head = (
        f"HTTP/1.1 {problem.status} {problem.title}\r\n"
        f"Content-Type: {PROBLEM_JSON}\r\n"
        f"Content-Length: {len(body)}\r\n"
        + "".join(f"{name}: {text}\r\n" for name, text in problem.headers.items())
    )
    return f"{head}\r\n".encode("ascii") + body


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Answers what it cannot parse as the shop answers everything else."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Refuse a request, or leave an unexpected failure to gunicorn."""
        problem = refusal(exc)
        if problem is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request refused")
        try:
            util.write_nonblock(client, answer(problem))
        except OSError:
            self.log.debug("the client did not wait for the answer")
