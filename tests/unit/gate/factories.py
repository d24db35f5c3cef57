"""Things of the gate, with keywords for what a test is about."""

import sys
from pathlib import Path

from tools.bootstrap.display import Silent
from tools.bootstrap.processes import Processes
from tools.gate.model import Result, Stage, State
from tools.gate.records import Records
from tools.gate.runner import Runner


def a_stage(name="one", code="print('fine')", **changed):
    """Return a stage that runs *code* in this Python."""
    words = (Path(sys.executable).name, "-c", code)
    return Stage(**{"name": name, "argv": words, "inputs": ("src/**",), **changed})


def a_result(stage="one", state=State.PASSED, **changed):
    return Result(stage=stage, state=state, **changed)


def a_runner(folder, **changed):
    """Return a runner for the checkout below *folder*, which it makes."""
    checkout = folder / "checkout"
    (checkout / "src").mkdir(parents=True, exist_ok=True)
    for name in ("src/a.txt", "pyproject.toml", "other.txt"):
        if not (checkout / name).exists():
            (checkout / name).write_text(name)
    fields = {
        "checkout": checkout,
        "binaries": Path(sys.executable).parent,
        "logs": folder / "logs",
        "records": Records(folder / "cache"),
        "processes": Processes(),
        "display": Silent(),
        "tools": {},
    }
    return Runner(**(fields | changed))


def states(runner, *stages):
    """Run *stages*; return what became of each."""
    return {result.stage: result.state for result in runner.run(stages)}
