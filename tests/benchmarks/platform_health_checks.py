"""
CPU that health checks cost at rest: per container, by interval, and with a rest.

Containers that do nothing else are checked for a while. Their shims reap the runc and
the check that the engine starts each time, so a shim's times hold all three; the
engine's own share is counted for all containers that it has.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import docker
from docker.models.containers import Container
from docker.types import Healthcheck

from catalog.services import NODE_EXPORTER
from tests.benchmarks.platform_report import conditions, save, table
from tests.rules.promtool import resolved

TICKS_PER_S = 100
# Beyond that age a check rests, as tools/images/go/hc has it.
YOUNG_S = 90
NANOSECONDS = 10**9


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to check."""

    interval_s: int
    rest_s: int = 0

    def __str__(self) -> str:
        """Return it in words."""
        rest = f", resting {self.rest_s} s after a good answer" if self.rest_s else ""
        return f"every {self.interval_s} s{rest}"


VARIANTS = (
    Variant(interval_s=2),
    Variant(interval_s=5),
    Variant(interval_s=10),
    Variant(interval_s=2, rest_s=8),
)


def cpu_s(stat: str, *, reaped: bool) -> float:
    """
    Return the CPU seconds in the text of /proc/<pid>/stat.

    Args:
        reaped: Whether those of children that have ended count too.
    """
    fields = stat.rpartition(")")[2].split()
    # utime, stime, cutime and cstime, counted from the state on.
    return sum(map(int, fields[11 : 15 if reaped else 13])) / TICKS_PER_S


def parent(stat: str) -> int:
    """Return the parent in the text of /proc/<pid>/stat."""
    return int(stat.rpartition(")")[2].split()[1])


def read_stat(pid: int) -> str:
    """Return the text of /proc/<pid>/stat."""
    return Path(f"/proc/{pid}/stat").read_text()


def engine_pids() -> list[int]:
    """Return the processes of the engine itself."""
    found = []
    for comm in Path("/proc").glob("[0-9]*/comm"):
        if comm.read_text().strip() in ("dockerd", "containerd"):
            found.append(int(comm.parent.name))
    return found


@contextmanager
def checked(
    engine: docker.DockerClient, image: str, variant: Variant, count: int
) -> Iterator[list[Container]]:
    """Yield *count* containers of *image* that are checked as *variant* says."""
    words = ["CMD", "/bin/hc", "9100", "/"]
    check = Healthcheck(
        test=[*words, str(variant.rest_s)] if variant.rest_s else words,
        interval=variant.interval_s * NANOSECONDS,
        timeout=(3 + variant.rest_s) * NANOSECONDS,
        retries=5,
    )
    containers = []
    try:
        for _ in range(count):
            containers.append(
                engine.containers.run(
                    image, detach=True, healthcheck=check, network_mode="none"
                )
            )
        yield containers
    finally:
        for container in containers:
            container.remove(force=True)


def measure(
    engine: docker.DockerClient,
    image: str,
    variant: Variant,
    count: int,
    window_s: float,
) -> tuple[float, float]:
    """Return CPU seconds per minute: of one container's checks, and of the engine."""
    with checked(engine, image, variant, count) as containers:
        time.sleep(YOUNG_S if variant.rest_s else 0)
        # Until the first answer, or the first rest, is over.
        time.sleep(variant.interval_s + variant.rest_s + 5)
        for container in containers:
            container.reload()
            assert container.health == "healthy", container.attrs["State"]["Health"]
        shims = [parent(read_stat(c.attrs["State"]["Pid"])) for c in containers]
        engines = engine_pids()
        before = _total(shims, engines)
        began_s = time.monotonic()
        time.sleep(window_s)
        minutes = (time.monotonic() - began_s) / 60
        after = _total(shims, engines)
    checks, own = (now - then for now, then in zip(after, before, strict=True))
    return checks / minutes / count, own / minutes


def _total(shims: Sequence[int], engines: Sequence[int]) -> tuple[float, float]:
    return (
        sum(cpu_s(read_stat(pid), reaped=True) for pid in shims),
        sum(cpu_s(read_stat(pid), reaped=False) for pid in engines),
    )


def section(
    rows: Sequence[tuple[Variant, float, float]], words: str, version: str
) -> str:
    """Return the markdown of the result."""
    return "\n\n".join(
        [
            "## Health checks at rest",
            f"`python -m tests.benchmarks.platform_health_checks {words}`: CPU seconds"
            " per minute. A container's share is its shim, with the runc and the checks"
            " that it has reaped; the engine's is that of dockerd and containerd, with"
            " all else that they do meanwhile.",
            table(
                ("Checked", "One container", "The engine"),
                [(str(v), f"{one:.2f}", f"{own:.1f}") for v, one, own in rows],
            ),
            conditions(version),
        ]
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--save`` write it down."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--containers", type=int, default=8)
    options.add_argument("--window", type=float, default=60, help="seconds")
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args(argv)
    engine = docker.from_env()
    image = resolved()[NODE_EXPORTER.name].reference
    rows = [
        (each, *measure(engine, image, each, chosen.containers, chosen.window))
        for each in VARIANTS
    ]
    words = f"--containers {chosen.containers} --window {chosen.window:g}"
    text = section(rows, words, str(engine.version()["Version"]))
    print(text)
    if chosen.save:
        save("health-checks", text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
