"""What stands before every view: rate limits and simulated failures."""

import random
import threading
import time
from collections.abc import Callable
from math import ceil

from flask import Flask, request

from app.clients.local import INTERNAL
from app.domain.faults import effect
from app.domain.rates import Rate, admit
from app.errors import SimulatedError, TooManyRequests, Unavailable
from app.storage.fault_board import FaultBoard

MAX_CLIENTS = 10_000
# Probes, scrapes and the way to switch a simulation off always get through.
UNLIMITED = ("/health", "/metrics", "/simulate")
NEVER_BROKEN = ("/health/", "/metrics", "/simulate")


class RateLimiter:
    """Admits requests per client, in this process's memory."""

    def __init__(self, rate: Rate, clock_s: Callable[[], float] = time.monotonic):
        self._rate = rate
        self._clock_s = clock_s
        self._arrivals_s: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait_s(self, client: str) -> float:
        """Count a request of *client*; return how long it has to wait, 0 if not."""
        now_s = self._clock_s()
        with self._lock:
            before_s = self._arrivals_s.get(client, 0.0)
            arrival_s, wait_s = admit(before_s, now_s, self._rate)
            if client not in self._arrivals_s and len(self._arrivals_s) >= MAX_CLIENTS:
                self._forget(now_s)
            self._arrivals_s[client] = arrival_s
        return wait_s

    def _forget(self, now_s: float) -> None:
        """Drop clients that are back at their full allowance, else the oldest half."""
        arrivals = self._arrivals_s
        kept = {c: a for c, a in arrivals.items() if a > now_s}
        if len(kept) >= MAX_CLIENTS:
            newest = sorted(kept, key=kept.__getitem__)[MAX_CLIENTS // 2 :]
            kept = {client: kept[client] for client in newest}
        self._arrivals_s = kept


def limit_rates(app: Flask, rate: Rate) -> None:
    """Refuse clients that are over *rate*."""
    limiter = RateLimiter(rate)

    def check() -> None:
        environ = request.environ
        if INTERNAL in environ or environ["PATH_INFO"].startswith(UNLIMITED):
            return
        wait_s = limiter.wait_s(environ.get("REMOTE_ADDR", ""))
        if wait_s > 0:
            raise TooManyRequests(
                f"this client is over its limit of {rate.count} requests per"
                f" {rate.period_s:g} s; wait {ceil(wait_s)} s",
                headers={"Retry-After": str(ceil(wait_s))},
            )

    app.before_request(check)


def simulate(
    app: Flask,
    board: FaultBoard,
    *,
    sleep: Callable[[float], None] = time.sleep,
    dice: Callable[[], float] = random.random,
) -> None:
    """Break requests as the rules of *board* say."""

    def check() -> None:
        path = request.environ["PATH_INFO"]
        if path.startswith(NEVER_BROKEN):
            return
        outcome = effect(board.current(), _simulated_path(path), dice())
        if outcome.wait_ms:
            sleep(outcome.wait_ms / 1000)
        if outcome.status == 504:
            raise Unavailable("a simulated timeout; see /simulate/status", status=504)
        if outcome.status:
            raise SimulatedError("a simulated error; see /simulate/status")

    app.before_request(check)


def _simulated_path(path: str) -> str:
    """Return the public path that stands for an internal one."""
    if path.startswith("/internal/reservations"):
        return "/inventory"
    if path.startswith("/internal/"):
        return "/payment"
    return path
