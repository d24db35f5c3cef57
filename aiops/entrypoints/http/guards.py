"""What stands around every view: rate limits and the audit trail."""

import threading
import time
from collections.abc import Callable
from math import ceil

from flask import Flask, Response, g, request

from aiops.adapters.keys.database import write_down
from aiops.domain.access import Principal, Scope
from aiops.domain.rates import Rate, admit
from aiops.entrypoints.engine import Engine
from aiops.errors import InvalidInput, TooManyRequests

MOST_CLIENTS = 10_000
# Of each key. Telemetry has limits of its own, by what fits into memory.
API_RATE = Rate(600, 60.0)
# Of each address: who guesses keys gets nowhere.
LOGIN_RATE = Rate(20, 60.0)
_TELEMETRY = "/v1/"
Count = Callable[[str, str, int], None]
_LOGIN = "/aiops/session"
_SAFE = ("GET", "HEAD", "OPTIONS")
# Anybody could invent thousands of others.
_METHODS = frozenset({*_SAFE, "POST", "PUT", "PATCH", "DELETE"})
_TOO_MANY = 429
# What is asked for today is another tomorrow, and it is what its type says.
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Limiter:
    """Admits requests by client, in this process's memory."""

    def __init__(self, rate: Rate, clock_s: Callable[[], float] = time.monotonic):
        self._rate = rate
        self._clock_s = clock_s
        self._arrivals_s: dict[str, float] = {}
        self._lock = threading.Lock()

    def check(self, client: str) -> None:
        """
        Count a request of *client*.

        Raises:
            TooManyRequests: When it is over its limit.
        """
        now_s = self._clock_s()
        with self._lock:
            before_s = self._arrivals_s.get(client, 0.0)
            arrival_s, wait_s = admit(before_s, now_s, self._rate)
            if client not in self._arrivals_s:
                self._forget(now_s)
            self._arrivals_s[client] = arrival_s
        if wait_s > 0:
            raise TooManyRequests(
                f"{client!r} is over its limit of {self._rate.count} requests per"
                f" {self._rate.period_s:g} s; wait {ceil(wait_s)} s",
                headers={"Retry-After": str(ceil(wait_s))},
            )

    def _forget(self, now_s: float) -> None:
        """Drop clients that are back at their full allowance where there are many."""
        if len(self._arrivals_s) >= MOST_CLIENTS:
            late = {c: a for c, a in self._arrivals_s.items() if a > now_s}
            self._arrivals_s = late if len(late) < MOST_CLIENTS else {}


def guard(app: Flask, engine: Engine, count: Count, rate: Rate = API_RATE) -> None:
    """
    Limit the requests of each key, count them and write down who changed what.

    Args:
        count: Told method, route and status of each request but telemetry's.
    """
    by_key, by_address = Limiter(rate), Limiter(LOGIN_RATE)

    def limit() -> None:
        if request.path == _LOGIN and request.method == "POST":
            by_address.check(request.remote_addr or "unknown")
        who: Principal | None = g.get("principal")
        if who is not None and not request.path.startswith(_TELEMETRY):
            by_key.check(who.name)
        if "\0" in request.path or b"%00" in request.query_string:
            raise InvalidInput(
                "the address holds the character NUL, which no text here has; leave it"
                " out",
                status=400,
            )

    def audit(response: Response) -> Response:
        who: Principal | None = g.get("principal")
        if who is None or request.method in _SAFE:
            return response
        if who.scopes == {Scope.INGEST} and response.status_code < 400:
            # Every few seconds, and it says nothing of people.
            return response
        if request.path.startswith(_TELEMETRY):
            return response
        if response.status_code == _TOO_MANY:
            # Nothing was done, and writing it down costs more than doing it.
            return response
        write_down(
            engine.database,
            engine.now_s(),
            who.name,
            request.method,
            request.path,
            response.status_code,
        )
        return response

    def counted(response: Response) -> Response:
        if not request.path.startswith(_TELEMETRY):
            rule = request.url_rule
            # A path that there is not is no label: anybody could make thousands.
            route = "unmatched" if rule is None else rule.rule
            method = request.method if request.method in _METHODS else "other"
            count(method, route, response.status_code)
        return response

    def marked(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.before_request(limit)
    app.after_request(audit)
    app.after_request(counted)
    app.after_request(marked)
