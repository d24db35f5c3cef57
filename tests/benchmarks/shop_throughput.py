"""Requests per second and latency of /items, by how the shop is instrumented."""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.instrumentation_environment import ROOT, enter, versions
from tests.benchmarks.platform_report import save, table

PAGE = ROOT / "docs" / "benchmarks" / "shop.md"
SERVER = Path(__file__).with_name("shop_throughput_server.py")
START_TIMEOUT_S = 90
BARE, SHOP = "bare", "shop: metrics, log"
TRACED = "shop: metrics, log, tracing"
PFE = "prometheus-flask-exporter"
OTEL, OTEL_TRACED = "OpenTelemetry: metrics", "OpenTelemetry: metrics, tracing"
MEASURED = (BARE, SHOP, PFE, OTEL, TRACED, OTEL_TRACED)
# (what, whose requests per second, at least this many times, whose)
GOALS = (
    ("metrics and logs on, tracing off", SHOP, 0.9, BARE),
    ("ahead of prometheus-flask-exporter", SHOP, 1.0, PFE),
    ("ahead of OpenTelemetry with its Prometheus exporter", SHOP, 1.0, OTEL),
    ("tracing on, ahead of OpenTelemetry's own", TRACED, 1.0, OTEL_TRACED),
)
_MS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True)
class Run:
    """One round of one variant; *cpu_us* is the server's CPU time per request."""

    per_s: float
    p50_ms: float
    p99_ms: float
    requests: int
    failed: int
    cpu_us: float = 0.0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds, interleaved")
    parser.add_argument("--seconds", type=int, default=2, help="length of a round")
    parser.add_argument("--connections", type=int, default=8, help="kept open by wrk")
    parser.add_argument("--save", action="store_true", help=f"write to {PAGE.name}")
    return parser.parse_args()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(variant: str, port: int, cpu: int | None) -> subprocess.Popen:
    """Start one server, bound to one CPU where there are several."""

    def bind() -> None:
        if cpu is not None:
            os.sched_setaffinity(0, {cpu})

    return subprocess.Popen(
        [sys.executable, str(SERVER), variant, str(port)],
        stdout=subprocess.DEVNULL,
        preexec_fn=bind,
    )


def wait_for(port: int) -> None:
    """Return when the server answers."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/items", timeout=5).read()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"the server on port {port} does not answer")


def parse(text: str) -> Run:
    """Return the figures in what ``wrk --latency`` printed."""

    def ms(percentile: str) -> float:
        found = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)", text)
        assert found, text
        return float(found[1]) * _MS[found[2]]

    per_s = re.search(r"Requests/sec:\s+([\d.]+)", text)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    total = re.search(r"(\d+) requests in", text)
    assert per_s, text
    assert total, text
    return Run(
        per_s=float(per_s[1]),
        p50_ms=ms("50"),
        p99_ms=ms("99"),
        requests=int(total[1]),
        failed=int(failed[1] if failed else 0)
        + sum(map(int, errors.groups() if errors else ())),
    )


def load(port: int, seconds: int, connections: int, cpu: int | None) -> Run:
    """Ask one server for /items over and over."""
    bound = [] if cpu is None else ["taskset", "-c", str(cpu)]
    wrk = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command = [*bound, *wrk, f"http://127.0.0.1:{port}/items"]
    shown = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=seconds + 60
    )
    return parse(shown.stdout)


def cpu_s(master: int) -> float:
    """CPU time that a server's master and workers have used."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if master in (int(stat.parent.name), int(fields[1])):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def round_of(
    server: subprocess.Popen, port: int, seconds: int, connections: int, cpu: int | None
) -> Run:
    """One round, with the CPU time that it cost the server."""
    before_s = cpu_s(server.pid)
    run = load(port, seconds, connections, cpu)
    used_us = (cpu_s(server.pid) - before_s) * 1e6
    return replace(run, cpu_us=used_us / max(1, run.requests))


def measure(rounds: int, seconds: int, connections: int) -> dict[str, list[Run]]:
    """All variants' servers run at once; the rounds go from one to the next."""
    cpus = sorted(os.sched_getaffinity(0))
    server_cpu, client_cpu = (cpus[0], cpus[1]) if len(cpus) > 1 else (None, None)
    ports = {name: free_port() for name in MEASURED}
    servers = {name: start(name, ports[name], server_cpu) for name in MEASURED}
    runs: dict[str, list[Run]] = {name: [] for name in MEASURED}
    try:
        for port in ports.values():
            wait_for(port)
            load(port, 1, connections, client_cpu)
        for _ in range(rounds):
            for name, port in ports.items():
                run = round_of(servers[name], port, seconds, connections, client_cpu)
                runs[name].append(run)
    finally:
        for server in servers.values():
            server.terminate()
        for server in servers.values():
            server.wait(timeout=30)
    return runs


def ratio(runs: dict[str, list[Run]], ours: str, theirs: str) -> float:
    """Median of the ratios within a round."""
    pairs = zip(runs[ours], runs[theirs], strict=True)
    return median(a.per_s / b.per_s for a, b in pairs)


def report(runs: dict[str, list[Run]], options: argparse.Namespace) -> str:
    """The section for the page."""
    rows = [
        (
            name,
            f"{median(r.per_s for r in found):.0f}",
            f"{min(r.per_s for r in found):.0f} to {max(r.per_s for r in found):.0f}",
            f"{ratio(runs, name, BARE):.2f}",
            f"{median(r.cpu_us for r in found):.0f}",
            f"{median(r.p50_ms for r in found):.1f}",
            f"{median(r.p99_ms for r in found):.1f}",
            sum(r.failed for r in found),
        )
        for name, found in runs.items()
    ]
    goals = [
        (what, f"{got:.2f}", f"{least:.2f}", "met" if got >= least else "not met")
        for what, ours, least, theirs in GOALS
        for got in [ratio(runs, ours, theirs)]
    ]
    headings = ("variant", "requests/s", "min to max", "of bare", "CPU µs/request")
    return "\n".join(
        (
            "## Requests per second of `/items`",
            "",
            "`python tests/benchmarks/shop_throughput.py --save`: the shop's own"
            " handler (20 items from SQLite, validated and rendered), gunicorn with one"
            f" worker and eight threads, wrk with {options.connections} kept-alive"
            f" connections; {options.rounds} interleaved rounds of {options.seconds} s;"
            " medians, and of the ratios the median within a round.",
            "",
            table((*headings, "p50 ms", "p99 ms", "failed"), rows),
            "",
            table(("goal", "measured", "at least", ""), goals),
            "",
            f"Conditions: {time.strftime('%Y-%m-%d', time.gmtime())}, "
            f"{os.cpu_count()} CPUs (servers bound to one, wrk to another), load "
            f"average {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}, "
            f"{versions()}. Log lines go to /dev/null; the peers write none. Spans,"
            " ours and theirs, go through a batch processor to an exporter that drops"
            " them.",
        )
    )


def main() -> None:
    """Measure, print, and save if asked."""
    options = arguments()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing; on Debian: apt-get install wrk")
    enter(__file__, sys.argv[1:])
    text = report(
        measure(options.rounds, options.seconds, options.connections), options
    )
    print(text)
    if options.save:
        save("throughput", text, PAGE)


if __name__ == "__main__":
    main()
