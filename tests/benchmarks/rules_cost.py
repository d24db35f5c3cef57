"""
What the rules cost a running Prometheus: seconds per group and evaluation, and series.

Asks the Prometheus at ``--url``; let it run under `make traffic` for a while before.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docker

from tests.benchmarks.platform_report import conditions, save, table
from tests.e2e.prometheus import api, series, value

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks" / "rules.md"
HEAD = """\
# Benchmarks of the rules

Each section is written by the command it names.
"""
DURATION = "prometheus_rule_group_last_duration_seconds"
RECORDED = 'count({__name__=~".+:.+:.+"})'


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """
    Cost of one group.

    Attributes:
        mean_s: Of one evaluation, over the time asked for.
        worst_s: Of the slowest.
    """

    group: str
    rules: int
    interval_s: float
    mean_s: float
    worst_s: float

    @property
    def share(self) -> float:
        """Part of one core that the group keeps busy."""
        return self.mean_s / self.interval_s


def measure(url: str, over: str) -> list[Cost]:
    """Return the cost of each group over *over*, the dearest first."""
    groups = {
        group["file"] + ";" + group["name"]: group
        for group in api(url, "rules")["groups"]
    }
    mean, worst = (
        {
            each["metric"]["rule_group"]: float(each["value"][1])
            for each in series(url, f"{function}_over_time({DURATION}[{over}])")
        }
        for function in ("avg", "max")
    )
    costs = [
        Cost(
            group=group["name"],
            rules=len(group["rules"]),
            interval_s=float(group["interval"]),
            mean_s=mean[key],
            worst_s=worst[key],
        )
        for key, group in groups.items()
        if key in mean
    ]
    return sorted(costs, key=lambda cost: -cost.share)


def section(
    costs: Sequence[Cost], recorded: float, total: float, words: str, where: str
) -> str:
    """Return the result as a section of a page; *where* are the conditions."""
    rows = [
        (
            cost.group,
            cost.rules,
            f"{cost.interval_s:g}",
            f"{1000 * cost.mean_s:.1f}",
            f"{1000 * cost.worst_s:.1f}",
            f"{100 * cost.share:.2f}%",
        )
        for cost in costs
    ]
    headings = ("Group", "Rules", "Every, s", "Mean, ms", "Worst, ms", "Of a core")
    return "\n\n".join(
        (
            "## Cost of the rules",
            f"`python -m tests.benchmarks.rules_cost {words}`",
            table(headings, rows),
            f"{sum(cost.rules for cost in costs)} rules take"
            f" {100 * sum(cost.share for cost in costs):.2f}% of a core. {recorded:.0f}"
            f" of {total:.0f} series are recorded.",
            where,
        )
    )


def engine_version() -> str:
    """Return the version of the Docker engine."""
    return str(docker.from_env().version()["Version"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:9090")
    parser.add_argument("--over", default="10m", help="how far back")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    text = section(
        measure(given.url, given.over),
        value(given.url, RECORDED),
        value(given.url, "sum(prometheus_tsdb_head_series)"),
        f"--over {given.over}",
        conditions(engine_version()),
    )
    print(text)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(HEAD)
        save("cost", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
