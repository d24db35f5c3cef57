"""Run scenarios and say how the engine did; `make scenarios` starts it."""

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from tools.evidence import environment
from tools.evidence.errors import EvidenceError
from tools.evidence.folder import new_folder
from tools.scenarios.errors import ScenarioError
from tools.scenarios.folder import PARENT, write
from tools.scenarios.goals import goals
from tools.scenarios.lines import Lines
from tools.scenarios.normal import normal
from tools.scenarios.options import Options, parse
from tools.scenarios.place import Opened, Place, opened
from tools.scenarios.result import Report
from tools.scenarios.runner import WARM_UP_S, Runner
from tools.scenarios.table import show
from tools.scenarios.wording import rows
from tools.traffic.interrupts import INTERRUPTED, interruptible

Say = Callable[[str], None]


def main(arguments: Sequence[str], place: Place, docker: Any) -> int:
    """Run what is asked for; return the exit status that ``--help`` explains."""
    report = run(parse(arguments), place, docker)
    if report is None:
        return 1
    return INTERRUPTED if report.interrupted else status(report)


def status(report: Report) -> int:
    """Return 0 where something was measured, and no goal was missed."""
    met = [goal.met for goal in goals(report)]
    failed = any(result.failure for result in report.results)
    return 1 if failed or False in met or not any(met) else 0


def run(options: Options, place: Place, docker: Any) -> Report | None:
    """Run the scenarios, keep the evidence and print the tables."""
    console = Console(width=150 if options.plain else None, highlight=False)
    report = Report()
    try:
        with interruptible(), opened(place, docker) as there:
            try:
                _run(options, there, report, console)
            except KeyboardInterrupt:
                report.interrupted = True
            report.conditions = environment.described(there.watched)
    except (ScenarioError, EvidenceError) as error:
        print(f"error: {error}", file=sys.stderr)
        if not report.results:
            return None
    show(report, console)
    folder = options.out or new_folder(PARENT, place.name, time.time())
    folder.mkdir(parents=True, exist_ok=True)
    console.print(f"evidence: {write(folder, report)}")
    return report


def _run(options: Options, there: Opened, report: Report, console: Console) -> None:
    plain = options.plain or not console.is_terminal
    progress = Progress(
        BarColumn(20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=console,
        disable=plain,
    )
    with progress:
        task = progress.add_task("", total=len(options.scenarios))

        now_and_then = Lines()

        def say(text: str) -> None:
            progress.update(task, description=text)
            if plain:
                now_and_then.say(text)

        runner = Runner(
            stage=there.stage,
            prometheus=there.watched.prometheus,
            approvals=there.approvals,
            say=say,
            wait_for_alerts=options.alerts,
        )
        warm_up_s = WARM_UP_S if options.warm_up_s is None else options.warm_up_s
        runner.warm_up(warm_up_s)
        for scenario in options.scenarios:
            runner.say = _named(say, scenario.name)
            result = runner.run(scenario)
            report.results.append(result)
            for row in rows(result):
                console.print(", ".join((*row[:5], row[-1])))
            progress.advance(task)
        if options.normal_minutes:
            runner.settle()
            report.normal = normal(
                there.stage, there.watched.prometheus, options.normal_minutes, say
            )


def _named(say: Say, name: str) -> Say:
    return lambda text: say(f"{name}: {text}")
