"""Make evidence that alerts work: ``python -m tools.evidence``."""

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tools.evidence.cases import Case
from tools.evidence.display import Board, Lines
from tools.evidence.errors import EvidenceError
from tools.evidence.folder import PARENT, new_folder, write, write_index
from tools.evidence.options import ALL, DEFAULTS, Options, parse
from tools.evidence.outcome import Outcome, Verdict
from tools.evidence.runner import Run
from tools.evidence.stack import Addresses, Stack
from tools.traffic.interrupts import INTERRUPTED, interruptible

Passed = Callable[[str, Path], None]


def forget(scenario: str, folder: Path) -> None:
    """Take note of nothing."""


def main(
    arguments: Sequence[str],
    defaults: Addresses = DEFAULTS,
    token: str = "",
    passed: Passed = forget,
) -> int:
    """
    Run the scenarios; return the exit status that ``--help`` explains.

    Args:
        passed: Called with each scenario that has passed and its folder.
    """
    options = parse(arguments, defaults, token)
    stack = Stack(options.addresses, options.token)
    try:
        with interruptible():
            stack.check([case.alert.value for case in options.cases])
            outcomes = run(stack, options, passed)
    except EvidenceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        stack.close()
    return status(outcomes)


def status(outcomes: Sequence[Outcome]) -> int:
    """Return the exit status: everything worked, something did not, interrupted."""
    verdicts = {outcome.verdict for outcome in outcomes}
    if Verdict.INTERRUPTED in verdicts:
        return INTERRUPTED
    return 0 if verdicts == {Verdict.PASSED} else 1


def run(stack: Stack, options: Options, passed: Passed = forget) -> list[Outcome]:
    """Run each scenario until one is interrupted; return what they came to."""
    folder = _folder(options)
    outcomes: list[tuple[str, Outcome]] = []
    for case in options.cases:
        own = folder / case.name if options.name == ALL else folder
        own.mkdir(exist_ok=True)
        outcome = run_one(stack, case, own, options)
        outcomes.append((case.name, outcome))
        if outcome.verdict is Verdict.PASSED:
            passed(case.name, own)
        if options.name == ALL:
            print(f"all: {write_index(folder, outcomes)}")
        if outcome.verdict is Verdict.INTERRUPTED:
            break
    return [outcome for _, outcome in outcomes]


def run_one(stack: Stack, case: Case, folder: Path, options: Options) -> Outcome:
    """Run one scenario and write its folder, whatever happens."""
    console = Console(stderr=True, highlight=False)
    with ExitStack() as shown:
        lines = options.plain or not console.is_terminal
        display = Lines(case) if lines else shown.enter_context(Board(case, console))
        once = Run(stack, case, folder, display, patience=options.patience)
        try:
            once.execute()
        finally:
            summary = write(folder, once.outcome)
    outcome = once.outcome
    print(f"{case.name}: {outcome.verdict.value}{_because(outcome)}\n  {summary}")
    return outcome


def _because(outcome: Outcome) -> str:
    return f": {outcome.reason}" if outcome.reason else ""


def _folder(options: Options) -> Path:
    if options.out is None:
        return new_folder(PARENT, options.name, time.time())
    options.out.mkdir(parents=True)
    return options.out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
