"""Rules and costs for tests of the benchmark; what a test is not about is filled in."""

from tests.benchmarks.query_cost.measure import Cost, Runs
from tests.benchmarks.query_cost.panels import Ask
from tests.benchmarks.query_cost.recorded import Recorded


def make_rule(name: str, expr: str, every_s: int = 15, **labels: str) -> Recorded:
    """Return a recording rule; *labels* are its own."""
    return Recorded(name=name, expr=expr, labels=labels, every_s=every_s)


def make_cost(
    *,
    file: str = "overview.json",
    panel: str = "Requests",
    read: int = 10,
    raw: int | None = 1000,
    walls_s: tuple[float, ...] = (0.004,),
    apart: float = 0.0,
) -> Cost:
    """Return what a query cost over an hour; *raw* are samples of the scraped one."""
    ask = Ask(file=file, panel=panel, expr="up", start_s=0, end_s=3600, step_s=15)
    return Cost(
        ask=ask,
        range_s=3600,
        own=Runs(walls_s=walls_s, read=read, counted=read),
        raw=None if raw is None else Runs(walls_s=walls_s, read=raw, counted=20 * raw),
        apart=apart,
    )
