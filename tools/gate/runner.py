"""Runs stages, as many at a time as there are cores, and remembers what passed."""

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from infra import content
from infra.specs.secret_keys import ENVIRONMENT_PREFIX
from tools.bootstrap.display import Display
from tools.bootstrap.errors import CommandFailed
from tools.bootstrap.processes import Processes
from tools.gate import keys
from tools.gate.model import Keep, Result, Stage, State
from tools.gate.records import Records, slug
from tools.gate.table import NOT_AUDITED, RUNNING
from tools.gate.verdict import unmet
from tools.images import schedule
from tools.images.schedule import Task

Act = Callable[[], Result]


@dataclass(kw_only=True)
class Runner:
    """
    One run of the gate.

    Attributes:
        logs: Folder for what the stages write.
        tools: Command by name, as the images were resolved.
        acts: What is done for stages without a command.
        fresh: Whether nothing counts that passed before.
        digests: Of the checkout's files, as they were at the beginning.
        results: By stage, as they come.
    """

    checkout: Path
    binaries: Path
    logs: Path
    records: Records
    processes: Processes
    display: Display
    tools: Mapping[str, Sequence[str]]
    acts: Mapping[str, Act] = field(default_factory=dict)
    fresh: bool = False
    digests: Mapping[str, str] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)

    def run(self, stages: Sequence[Stage]) -> list[Result]:
        """Run what has not passed yet, and return the results in the order of time."""
        self.digests = content.digests(self.checkout)
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir(parents=True)
        for stage in stages:
            if (known := self._known(stage)) is not None:
                self.results[stage.name] = known
        due = [stage for stage in stages if stage.name not in self.results]
        schedule.run_tasks(
            [self._task(stage) for stage in due],
            self.display.step,
            slots=os.cpu_count() or 1,
        )
        return list(self.results.values())

    def _known(self, stage: Stage) -> Result | None:
        """Return the result that needs no run, if there is one."""
        lacking = [name for name in stage.tools if name not in self.tools]
        if lacking:
            return Result(
                stage=stage.name,
                state=State.NOT_RUN,
                said=f"{', '.join(lacking)} is not there; `make images` gets it",
            )
        if self.fresh or stage.keep is Keep.NEVER:
            return None
        found = self.records.find(stage.name, self._key(stage, self.digests))
        if found is None:
            return None
        at = time.strftime("%Y-%m-%d %H:%M", time.localtime(found.at_s))
        return Result(
            stage=stage.name,
            state=State.CACHED,
            said=f"passed {at}, took {found.took_s:.1f} s",
        )

    def _task(self, stage: Stage) -> Task:
        def act() -> str:
            result = self._result(stage)
            self.results[stage.name] = result
            passed = result.state is State.PASSED
            return result.said if passed else f"{result.state.upper()}: {result.said}"

        return Task(name=stage.name, act=act, needs=stage.needs, cpu_s=stage.cpu_s)

    def _result(self, stage: Stage) -> Result:
        lacking = unmet(stage, self.results)
        if lacking:
            return Result(
                stage=stage.name,
                state=State.NOT_RUN,
                said=f"needs {', '.join(lacking)}",
            )
        began_s = time.monotonic()
        found = self.acts.get(stage.name, lambda: self._execute(stage))()
        result = replace(found, took_s=time.monotonic() - began_s)
        (self.logs / f"{slug(stage.name)}.log").write_text(result.output)
        self._keep(stage, result)
        return result

    def _execute(self, stage: Stage) -> Result:
        tool, *words = stage.argv
        try:
            code, output = self.processes.run(
                [str(self.binaries / tool), *words],
                cwd=self.checkout,
                env={**_without_secrets(os.environ), RUNNING: stage.name},
                check=False,
            )
        except CommandFailed as error:
            code, output = 1, str(error)
        return Result(
            stage=stage.name,
            state=state_of(stage, code),
            said=last_line(output),
            output=output,
        )

    def _keep(self, stage: Stage, result: Result) -> None:
        if result.state is not State.PASSED or stage.keep is Keep.NEVER:
            return
        before = self._key(stage, self.digests)
        # Somebody may have gone on editing meanwhile.
        if before == self._key(stage, content.digests(self.checkout)):
            self.records.keep(stage.name, before, result.took_s)

    def _key(self, stage: Stage, digests: Mapping[str, str]) -> str:
        return keys.key(stage, digests, self.tools, date.today())


def _without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """Return *environ* as a stage may see it, whose pass is kept by content alone."""
    return {k: v for k, v in environ.items() if not k.startswith(ENVIRONMENT_PREFIX)}


def state_of(stage: Stage, code: int) -> State:
    """Return what the exit code *code* of *stage* means."""
    if code == 0:
        return State.PASSED
    return State.NOT_AUDITED if stage.audits and code == NOT_AUDITED else State.FAILED


def last_line(output: str) -> str:
    """Return the last line of *output* that says anything."""
    return next(
        (line.strip() for line in reversed(output.splitlines()) if line.strip()), ""
    )
