"""Minutes of a made-up shop, analysed by the engine's own jobs at made-up times."""

from dataclasses import replace
from pathlib import Path

from aiops.adapters.storage import logs, spans
from aiops.adapters.storage.leases import Leases
from aiops.domain.telemetry import LogLine, SpanRecord
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.loop.jobs import jobs
from tests.unit.aiops.engines import new_engine
from tests.unit.aiops.shop import Fault, Shop

STEP_S = 5.0
HOLDER = "history"


def write_history(
    folder: Path, *, until_s: float, calm_s: float, fault_s: float, rate: float = 8.0
) -> None:
    """
    Fill an engine's database in *folder*: a calm time, then one of failing payments.

    Args:
        until_s: When the history ends, in seconds since the epoch.
        rate: Requests per second.
    """
    begins_s = until_s - fault_s
    fault = Fault(operation="payment", start_s=begins_s, slower_s=0.9, fails=0.7)
    shop = Shop(seed=7, faults=[fault], rate=lambda _: rate)
    clock_s = [until_s - calm_s - fault_s]
    engine = replace(new_engine(folder), now_s=lambda: clock_s[0])
    work = jobs(engine)
    leases = Leases(engine.database)
    try:
        for now_s, arrived in shop.run(clock_s[0], until_s, step_s=STEP_S):
            clock_s[0] = now_s
            _store(engine, arrived, now_s)
            for job in work:
                job.run(leases.take(job.name, HOLDER, 3600))
        for job in work:
            leases.release(leases.take(job.name, HOLDER, 3600))
    finally:
        engine.database.close()


def _store(engine: Engine, arrived: list[SpanRecord], now_s: float) -> None:
    with engine.database.write() as connection:
        spans.add(connection, arrived, now_s)
        logs.add(connection, [_line(span) for span in arrived if span.error], now_s)


def _line(span: SpanRecord) -> LogLine:
    return LogLine(
        trace=span.trace,
        span=span.span,
        service=span.service,
        time_s=span.end_s,
        severity=17,
        body=f"{span.operation} failed: {span.message or 'a call of it failed'}",
    )
