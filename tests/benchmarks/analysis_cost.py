"""
What a round of analysis costs as operations grow: time, memory, database.

Every operation has requests in each window; a round reads the spans of one window
from a real SQLite file, judges it and stores what came of it in one transaction.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aiops.adapters.storage import spans as stored
from aiops.adapters.storage.analysis import AnalysisStore
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.leases import Leases
from aiops.adapters.storage.migrate import migrate
from aiops.domain.baselines.watch import WatchSettings
from aiops.domain.telemetry import SpanKind, SpanRecord
from aiops.entrypoints.loop.analysis import NAME, AnalysisJob
from tests.benchmarks.detector_cost import HEAD, PAGE
from tests.benchmarks.platform_report import conditions, save, table

START_S = 1_700_000_000.0
LENGTH_S = 5.0
REQUESTS = 4  # of each operation and window
PER_SERVICE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What rounds over so many operations take."""

    operations: int
    seconds: float
    worst_s: float
    resident_mib: float
    file_mib: float


def window(operations: int, number: int) -> list[SpanRecord]:
    """Return the spans that end in the window *number*."""
    draw = np.random.default_rng(number)
    durations = np.exp(draw.normal(-3.5, 0.4, operations * REQUESTS))
    ends = START_S + number * LENGTH_S + draw.random(len(durations)) * LENGTH_S
    return [
        SpanRecord(
            trace=f"{number:08x}{place:024x}",
            span=f"{place:016x}",
            parent="",
            service=f"service-{place % operations // PER_SERVICE}",
            operation=f"GET /{place % operations}",
            kind=SpanKind.SERVER,
            start_s=float(ends[place] - durations[place]),
            duration_s=float(durations[place]),
            status_code=200,
        )
        for place in range(len(durations))
    ]


def rounds(
    job: AnalysisJob,
    database: Database,
    clock: list[float],
    operations: int,
    windows: int,
) -> Iterator[float]:
    """Yield the seconds of CPU of each round."""
    lease = Leases(database).take(NAME, "benchmark", 3600)
    if lease is None:
        raise RuntimeError("the lease of a new database is taken")
    for number in range(windows):
        arrived = window(operations, number)
        clock[0] = START_S + (number + 1) * LENGTH_S + 3.0
        with database.write() as connection:
            stored.add(connection, arrived, clock[0])
        began = time.process_time()
        job.run(lease)
        yield time.process_time() - began


def measure(operations: int, windows: int) -> Cost:
    """Return the cost of a round, after the first ones."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "engine.db"
        database = Database(f"sqlite:///{path}")
        migrate(database)
        clock = [START_S]
        job = AnalysisJob(
            AnalysisStore(database, length_s=LENGTH_S),
            WatchSettings(),
            lambda: clock[0],
        )
        seconds = list(rounds(job, database, clock, operations, windows))[2:]
        database.close()
        return Cost(
            operations=operations,
            seconds=float(np.median(seconds)),
            worst_s=max(seconds),
            resident_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            file_mib=path.stat().st_size / 2**20,
        )


def apart(operations: int, windows: int) -> Cost:
    """Measure in a process of its own, for memory does not go down again."""
    code = (
        "from tests.benchmarks.analysis_cost import measure;"
        f"print(measure({operations}, {windows}))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    fields = out.stdout.strip().removeprefix("Cost(").removesuffix(")").split(", ")
    values = dict(field.split("=") for field in fields)
    return Cost(
        operations=int(values["operations"]),
        seconds=float(values["seconds"]),
        worst_s=float(values["worst_s"]),
        resident_mib=float(values["resident_mib"]),
        file_mib=float(values["file_mib"]),
    )


def section(found: Sequence[Cost], words: str) -> str:
    """Return the result as a section of a page."""
    rows = [
        (
            cost.operations,
            cost.operations * REQUESTS,
            f"{cost.seconds * 1000:.0f}",
            f"{cost.seconds / cost.operations * 1e6:.0f}",
            f"{cost.worst_s * 1000:.0f}",
            f"{cost.resident_mib:.0f}",
        )
        for cost in found
    ]
    headings = (
        "Operations",
        "Spans",
        "CPU of a round, ms (median)",
        "µs per operation",
        "Worst, ms",
        "Process, MiB",
    )
    return "\n\n".join(
        (
            "## Cost of a round of analysis",
            f"`python -m tests.benchmarks.analysis_cost {words}`",
            table(headings, rows),
            "A round reads the spans of a window of 5 s, sums them up, judges every "
            "signal of every operation, and stores windows, anomalies and cursor in "
            "one transaction; the worst also stores all baselines, as once a minute. "
            "Goal: at most linear, and less than a window.",
            conditions(),
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--operations", type=int, nargs="+", default=[10, 100, 1000, 10_000]
    )
    parser.add_argument("--windows", type=int, default=16)
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    found = [apart(count, given.windows) for count in given.operations]
    text = section(found, f"--windows {given.windows}")
    print(text)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(HEAD)
        save("analysis-cost", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
