"""
How many spans the engine takes in: per second of a core, without losing one.

A real engine on a new database gets batches of 512 spans, as the collector sends them,
from several senders that each wait for their answer. What was acknowledged is counted
in the database afterwards; a difference ends the benchmark with an error.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.tables.telemetry import spans
from tests.benchmarks.detector_cost import PAGE
from tests.benchmarks.ingest_load import Load, send
from tests.benchmarks.platform_report import conditions, save, table
from tests.integration.aiops.processes import EngineProcess
from tests.postgres import PostgresServer

BATCH = 512
_TICKS_PER_S = 100


class Lost(RuntimeError):
    """What was acknowledged is not what is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """
    What one run measured.

    Attributes:
        engine_s, database_s: CPU of the engine, and of PostgreSQL.
        peak_mib: Memory of the engine's serving process at its highest.
    """

    name: str
    spans: int
    wall_s: float
    engine_s: float
    database_s: float
    p50_ms: float
    p99_ms: float
    peak_mib: float
    refused: int

    @property
    def per_core(self) -> float:
        """Spans for each second of a core, the database's included."""
        return self.spans / (self.engine_s + self.database_s)


def cpu_s(pids: Sequence[int]) -> float:
    """Return the seconds of CPU that these processes have taken."""
    ticks = 0
    for pid in pids:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        # Of children that have ended, too: PostgreSQL starts one per connection.
        ticks += sum(int(word) for word in words[11:15])
    return ticks / _TICKS_PER_S


def peak_mib(pids: Sequence[int]) -> float:
    """Return the highest resident memory that one of these processes had."""
    found = []
    for pid in pids:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        found += [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    return max(found) / 1024


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for each in found:
        children = Path(f"/proc/{each}/task/{each}/children").read_text()
        found += [int(word) for word in children.split()]
    return found


def measure(
    name: str,
    folder: Path,
    url: str,
    *,
    senders: int,
    duration_s: float,
    gzipped: bool = False,
    server_pid: int | None = None,
) -> Intake:
    """
    Run one engine on the database at *url*.

    Raises:
        Lost: When not all that was acknowledged is stored, or something twice.
    """
    engine = EngineProcess(folder, command="http", AIOPS_DATABASE_URL=url).wait()
    try:
        # Connections, caches and statements are there before the clock starts.
        warm = send(engine, senders=senders, batch=64, duration_s=1, gzipped=gzipped)
        servers = family(server_pid) if server_pid else []
        before = cpu_s(engine.family()), cpu_s(servers)
        began_s = time.perf_counter()
        load = send(
            engine,
            senders=senders,
            batch=BATCH,
            duration_s=duration_s,
            gzipped=gzipped,
        )
        wall_s = time.perf_counter() - began_s
        after = cpu_s(engine.family()), cpu_s(servers)
        peak = peak_mib(engine.family())
    finally:
        engine.stop()
    _check(url, warm.acknowledged + load.acknowledged)
    return _intake(name, load, wall_s, before, after, peak)


def _intake(
    name: str,
    load: Load,
    wall_s: float,
    before: tuple[float, float],
    after: tuple[float, float],
    peak: float,
) -> Intake:
    return Intake(
        name=name,
        spans=load.acknowledged,
        wall_s=wall_s,
        engine_s=after[0] - before[0],
        database_s=after[1] - before[1],
        p50_ms=float(np.percentile(load.seconds, 50)) * 1000,
        p99_ms=float(np.percentile(load.seconds, 99)) * 1000,
        peak_mib=peak,
        refused=load.refused,
    )


def _check(url: str, acknowledged: int) -> None:
    database = Database(url.replace("postgresql:", "postgresql+psycopg:"))
    with database.read() as connection:
        query = sa.select(sa.func.count()).select_from(spans)
        stored = connection.execute(query).scalar_one()
    database.close()
    if stored != acknowledged:
        raise Lost(f"{acknowledged} spans were acknowledged, {stored} are stored")


def on_sqlite(name: str, *, senders: int, duration_s: float, gzipped: bool) -> Intake:
    """Measure on a new file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/engine.db"
        return measure(
            name,
            Path(folder),
            url,
            senders=senders,
            duration_s=duration_s,
            gzipped=gzipped,
        )


def on_postgres(name: str, *, senders: int, duration_s: float) -> Intake:
    """Measure on a server of its own."""
    server = PostgresServer()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return measure(
                name,
                Path(folder),
                server.database(),
                senders=senders,
                duration_s=duration_s,
                server_pid=server.pid,
            )
    finally:
        server.remove()


def section(found: Sequence[Intake], words: str) -> str:
    """Return the result as a section of a page."""
    rows = [
        (
            each.name,
            each.spans,
            f"{each.spans / each.wall_s:,.0f}",
            f"{each.per_core:,.0f}",
            f"{each.engine_s / each.spans * 1e6:.0f}",
            f"{each.database_s / each.spans * 1e6:.0f}",
            f"{each.p50_ms:.0f}",
            f"{each.p99_ms:.0f}",
            f"{each.peak_mib:.0f}",
            each.refused,
        )
        for each in found
    ]
    headings = (
        "Database",
        "Spans stored",
        "Spans/s",
        "Spans/s per core",
        "Engine, µs per span",
        "PostgreSQL, µs per span",
        "p50, ms",
        "p99, ms",
        "Process, MiB",
        "Told to come back",
    )
    return "\n\n".join(
        (
            "## Taking spans in",
            f"`python -m tests.benchmarks.ingest {words}`",
            table(headings, rows),
            f"Batches of {BATCH} spans with six attributes, each stored in a"
            " transaction of its own before it is answered, the indexes of all queries"
            " included. The senders run on the same machine. Afterwards the database"
            " holds every span that was acknowledged, once. *Per core* counts the CPU"
            " of the engine and of PostgreSQL, whatever the senders take.",
            conditions(),
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--duration-s", type=float, default=30, help="of each run")
    parser.add_argument("--senders", type=int, default=2)
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    usual = {"senders": given.senders, "duration_s": given.duration_s}
    found = [
        on_sqlite("SQLite", gzipped=False, **usual),
        on_sqlite("SQLite, gzip", gzipped=True, **usual),
        on_postgres("PostgreSQL", **usual),
    ]
    words = f"--duration-s {given.duration_s:g} --senders {given.senders}"
    text = section(found, words)
    print(text)
    if given.save:
        save("ingest", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
