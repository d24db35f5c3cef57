"""One short case of the shop's benchmarks: they run; the figures mean nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import shop_throughput
from tests.tools import require

HERE = Path(__file__).parent
WRK = """
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     3.20ms    1.10ms  20.00ms   80.00%
  Latency Distribution
     50%  950.00us
     75%    3.50ms
     90%    4.50ms
     99%    1.20s
  5000 requests in 2.00s, 1.00MB read
  Socket errors: connect 0, read 1, write 0, timeout 2
  Non-2xx or 3xx responses: 3
Requests/sec:   2500.50
"""


def run(script, *arguments):
    command = [sys.executable, str(HERE / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("script", ["instrumentation.py", "shop_throughput.py"])
def test_help_says_what_is_measured(script):
    assert "--rounds" in run(script, "--help")


def test_every_variant_is_measured_in_process():
    shown = run("instrumentation.py", "--rounds", "1", "--calls", "20")

    assert "| shop: metrics, log, tracing |" in shown
    assert "| shop: metrics, log, tracing, OTLP logs |" in shown
    assert "| OpenTelemetry: tracing |" in shown


def test_every_variant_is_measured_behind_the_server():
    require("wrk")
    shown = run("shop_throughput.py", "--rounds", "1", "--seconds", "1")

    rows = [line.split("|") for line in shown.splitlines() if line.startswith("| ")]
    measured = {row[1].strip(): row[8].strip() for row in rows if len(row) == 10}
    assert {measured[name] for name in shop_throughput.MEASURED} == {"0"}


def test_what_wrk_prints_is_understood():
    figures = shop_throughput.parse(WRK)

    assert (figures.per_s, figures.requests, figures.failed) == (2500.5, 5000, 6)
    assert (figures.p50_ms, figures.p99_ms) == pytest.approx((0.95, 1200.0))
