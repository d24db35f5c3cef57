"""Microseconds of CPU time that instrumentation adds to a request, without a server."""

import argparse
import os
import sys
import time
from io import BytesIO
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.instrumentation_environment import ROOT, enter, versions
from tests.benchmarks.platform_report import save, table

PAGE = ROOT / "docs" / "benchmarks" / "shop.md"
BODY = b'{"items":[{"id":1,"name":"demo"}],"next":null}'
WARM_UP_CALLS = 500
PFE, OTEL = "prometheus-flask-exporter", "OpenTelemetry: tracing"
# (what, whose addition, at most this share of whose)
GOALS = (
    ("all the seeds' metrics", "shop: metrics", 0.5, PFE),
    ("metrics and access log", "shop: metrics, log", 1.3, PFE),
    ("tracing on", "shop: metrics, log, tracing", 0.45, OTEL),
)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="rounds, interleaved")
    parser.add_argument("--calls", type=int, default=1000, help="requests per round")
    parser.add_argument("--save", action="store_true", help=f"write to {PAGE.name}")
    return parser.parse_args()


def application(name: str):
    """A Flask application with one static handler, instrumented as *name* says."""
    from flask import Flask, Response

    from tests.benchmarks.instrumentation_variants import VARIANTS

    app = Flask("bench", static_folder=None)
    app.add_url_rule(
        "/items",
        "items",
        lambda: Response(BODY, content_type="application/json"),
    )
    VARIANTS[name](app)
    return app


def environ() -> dict:
    """What gunicorn gives an application for GET /items."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/items",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_PORT": "50000",
        "HTTP_HOST": "127.0.0.1:8080",
        "HTTP_USER_AGENT": "benchmark",
        "HTTP_ACCEPT": "*/*",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def start_response(_status, _headers, _error=None):
    """Take the status and the headers, as a server does."""


def call_us(app, calls: int) -> float:
    """CPU time of this process per request: its helper threads' included."""
    known = environ()
    began = time.process_time()
    for _ in range(calls):
        answer = app(dict(known), start_response)
        for _part in answer:
            pass
        answer.close()
    return (time.process_time() - began) / calls * 1e6


def measure(rounds: int, calls: int) -> dict[str, list[float]]:
    """Microseconds per request by variant, one figure per round."""
    from tests.benchmarks.instrumentation_variants import VARIANTS

    apps = {name: application(name) for name in VARIANTS}
    for app in apps.values():
        call_us(app, min(WARM_UP_CALLS, calls))
    taken: dict[str, list[float]] = {name: [] for name in apps}
    for _ in range(rounds):
        for name, app in apps.items():
            taken[name].append(call_us(app, calls))
    return taken


def added(taken: dict[str, list[float]]) -> dict[str, float]:
    """Median of what each round's figure has above the same round's bare one."""
    return {
        name: median(a - b for a, b in zip(figures, taken["bare"], strict=True))
        for name, figures in taken.items()
    }


def report(taken: dict[str, list[float]], rounds: int, calls: int) -> str:
    """The section for the page."""
    more = added(taken)
    rows = [
        (
            name,
            f"{median(figures):.1f}",
            f"{min(figures):.1f} to {max(figures):.1f}",
            "" if name == "bare" else f"{more[name]:.1f}",
        )
        for name, figures in taken.items()
    ]
    goals = [
        (
            what,
            peer,
            f"{more[ours] / more[peer]:.2f}",
            f"{share:.2f}",
            _met(more, *goal),
        )
        for goal in GOALS
        for what, ours, share, peer in [goal]
    ]
    one_min = os.getloadavg()[0]
    return "\n".join(
        (
            "## Microseconds that instrumentation adds to a request",
            "",
            "`python tests/benchmarks/instrumentation.py --save`: one WSGI call of a"
            " static `/items` handler in process, no server; CPU time of the process;"
            f" {rounds} interleaved rounds of {calls} calls; medians, and of the"
            " additions the median of the differences within a round.",
            "",
            table(("variant", "µs", "min to max", "added µs"), rows),
            "",
            table(("goal", "share of", "measured", "at most", ""), goals),
            "",
            f"Conditions: {time.strftime('%Y-%m-%d', time.gmtime())}, "
            f"{os.cpu_count()} CPUs, load average {one_min:.1f}, Python "
            f"{sys.version.split()[0]}, {versions()}. Log lines go to /dev/null; spans,"
            " ours and theirs, through a batch processor to an exporter that drops"
            " them; OTLP logs are encoded first. OpenTelemetry's metrics are off where"
            " only tracing is named.",
        )
    )


def _met(more: dict[str, float], _what: str, ours: str, share: float, peer: str) -> str:
    return "met" if more[ours] <= share * more[peer] else "not met"


def main() -> None:
    """Measure, print, and save if asked."""
    options = arguments()
    enter(__file__, sys.argv[1:])
    taken = measure(options.rounds, options.calls)
    text = report(taken, options.rounds, options.calls)
    print(text)
    if options.save:
        save("instrumentation", text, PAGE)


if __name__ == "__main__":
    main()
