"""Rules for tests of the benchmark, with what a test does not care about filled in."""

from tests.benchmarks.query_cost.recorded import Recorded


def make_rule(name: str, expr: str, every_s: int = 15, **labels: str) -> Recorded:
    """Return a recording rule; *labels* are its own."""
    return Recorded(name=name, expr=expr, labels=labels, every_s=every_s)
