"""Telemetry in: what is acknowledged is stored, what is not is told why."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Request, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from aiops.adapters.observability.metrics import IngestMetrics
from aiops.adapters.otlp import limits
from aiops.adapters.otlp.bodies import (
    JSON,
    content_type,
    most_bytes,
    plain,
    too_large,
)
from aiops.adapters.otlp.decoded import Decoded
from aiops.adapters.otlp.period import around
from aiops.adapters.otlp.room import Room
from aiops.adapters.otlp.signals import LOGS, TRACES, Signal
from aiops.domain.access import Scope
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.access import needs
from aiops.errors import Problem, TooManyRequests

_DAY_S = 86400
_COSTS = {JSON: limits.JSON_COST}


class Intake:
    """Takes one kind of telemetry at a time through all its steps."""

    def __init__(self, engine: Engine, room: Room, metrics: IngestMetrics) -> None:
        self._engine = engine
        self._room = room
        self._metrics = metrics
        # One at a time: how large a body really is shows only once it is unpacked.
        self._unpacking = threading.Lock()

    def receive(self, signal: Signal, asked: Request) -> Response:
        """Store what *asked* carries and return the answer."""
        with (
            self._metrics.seconds.labels(signal.name).time(),
            self._counted(signal),
        ):
            kind = content_type(asked.mimetype)
            wire = wire_bytes(asked)
            with self._room.take(len(wire)):
                body = self._unpacked(wire, asked, kind)
                self._metrics.bytes.labels(signal.name).inc(len(body))
                cost = _COSTS.get(kind, limits.PROTOBUF_COST)
                with self._room.take(cost * len(body)):
                    decoded = self._stored(signal, body, kind)
        return Response(signal.answer(kind, decoded), content_type=kind)

    def _unpacked(self, wire: bytes, asked: Request, kind: str) -> bytes:
        encoding = asked.headers.get("Content-Encoding", "").strip().lower()
        with self._unpacking:
            return plain(wire, encoding, most_bytes(kind))

    def _stored(self, signal: Signal, body: bytes, kind: str) -> Decoded[object]:
        now_s = self._engine.now_s()
        kept_s = self._engine.settings.raw_days * _DAY_S
        decoded = signal.records(body, kind, around(now_s, kept_s))
        stored = 0
        if decoded.records:
            with (
                self._metrics.database_seconds.labels(f"store {signal.name}").time(),
                self._engine.database.write() as connection,
            ):
                stored = signal.store(connection, decoded.records, now_s)
        self._count(signal, decoded, stored)
        return decoded

    def _count(self, signal: Signal, decoded: Decoded[object], stored: int) -> None:
        left_out = decoded.refused.total()
        self._metrics.records.labels(signal.name).inc(len(decoded.records) + left_out)
        self._metrics.stored.labels(signal.name).inc(stored)
        for reason, count in decoded.refused.items():
            self._metrics.refused.labels(signal.name, reason).inc(count)

    @contextmanager
    def _counted(self, signal: Signal) -> Iterator[None]:
        result = "failed"
        try:
            yield
            result = "stored"
        except TooManyRequests:
            result = "overloaded"
            raise
        except Problem:
            result = "invalid"
            raise
        except (OperationalError, PoolTimeout):
            result = "unavailable"
            raise
        finally:
            self._metrics.requests.labels(signal.name, result).inc()


def wire_bytes(asked: Request) -> bytes:
    """
    Return the body as it came.

    Raises:
        InvalidInput: 413 when it is too large.
    """
    most = limits.MAX_WIRE_BYTES
    if (asked.content_length or 0) > most:
        raise too_large(most)
    # A body without a length is cut off at the limit, so it gets one more.
    asked.max_content_length = most + 1
    body = asked.get_data(cache=False)
    if len(body) > most:
        raise too_large(most)
    return body


def otlp(engine: Engine, room: Room) -> Blueprint:
    """Return the routes that OTLP's exporters send to."""
    blueprint = Blueprint("otlp", __name__)
    intake = Intake(engine, room, IngestMetrics(engine.registry))

    @blueprint.post("/v1/traces")
    @needs(Scope.INGEST)
    def traces() -> Response:
        return intake.receive(TRACES, request)

    @blueprint.post("/v1/logs")
    @needs(Scope.INGEST)
    def logs() -> Response:
        return intake.receive(LOGS, request)

    return blueprint
