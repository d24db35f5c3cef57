"""
`python -m tests.rules.mutation`: would the tests notice a rule that is a little wrong?

Changes each threshold, wait, matcher, window, operator and aggregation of every rule,
one at a time, and runs the tests of that rule. A mutant that passes them all is a hole
in the tests, unless ``equivalent.toml`` says why nobody could tell it from the rule.
"""

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from rich.progress import Progress, TaskID

from tests.rules.mutants import Mutant
from tests.rules.trial import Subject, subjects

EQUIVALENT = Path(__file__).parent / "equivalent.toml"
WORKERS = 2


@dataclass(frozen=True, kw_only=True)
class Equivalent:
    """Mutants that behave like the rule: by patterns of rule and change."""

    rule: str
    change: str
    reason: str

    def covers(self, subject: Subject, mutant: Mutant) -> bool:
        """Tell whether it speaks of *mutant*."""
        rule = re.fullmatch(self.rule, subject.name)
        return rule is not None and re.search(self.change, mutant.change) is not None


@dataclass(kw_only=True)
class Score:
    """What became of the mutants."""

    killed: int = 0
    equivalent: int = 0
    survived: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the score as one line."""
        judged = self.killed + len(self.survived)
        share = 100 * self.killed / judged if judged else 100
        return (
            f"{self.killed} of {judged} mutants killed ({share:.1f}%),"
            f" {self.equivalent} equivalent ones left out"
        )

    @property
    def is_perfect(self) -> bool:
        """Whether every mutant that can be noticed was."""
        return not self.survived and not self.wrong


def equivalents() -> list[Equivalent]:
    """Return the list of mutants that nobody can tell from their rule."""
    return [
        Equivalent(**entry) for entry in tomllib.loads(EQUIVALENT.read_text())["mutant"]
    ]


def run(
    chosen: Iterable[Subject], known: Sequence[Equivalent], progress: Progress
) -> Score:
    """Try every mutant of the *chosen* rules."""
    pairs = [(s, m) for s in chosen for m in (None, *s.mutants())]
    score, used = Score(), set()
    bar = progress.add_task("mutants", total=len(pairs))
    with ThreadPoolExecutor(WORKERS) as pool:
        tries = {pool.submit(s.survives, m): (s, m) for s, m in pairs}
        for done in as_completed(tries):
            subject, mutant = tries[done]
            progress.advance(bar)
            _say(progress, bar)
            if mutant is None:
                if not done.result():
                    score.wrong.append(f"{subject.name}: fails its tests unchanged")
                continue
            covering = {e for e in known if e.covers(subject, mutant)}
            used |= covering
            _count(score, subject, mutant, bool(covering), survived=done.result())
    judged = {s.name for s, _ in pairs}
    score.wrong += [
        f"equivalent.toml: nothing matches {e.rule!r}, {e.change!r}"
        for e in known
        if e not in used and any(re.fullmatch(e.rule, name) for name in judged)
    ]
    return score


def _say(progress: Progress, bar: TaskID) -> None:
    """Tell in lines what the bar would, where there is no terminal for it."""
    task = progress.tasks[bar]
    if progress.disable and task.completed % 50 == 0:
        print(f"{task.completed:.0f} of {task.total:.0f}", file=sys.stderr, flush=True)


def _count(
    score: Score, subject: Subject, mutant: Mutant, expected: bool, *, survived: bool
) -> None:
    shown = f"{subject.file} {subject.name}: {mutant.change}"
    if expected:
        score.equivalent += 1
        if not survived:
            score.wrong.append(f"{shown}: listed as equivalent, but a test notices it")
    elif survived:
        score.survived.append(shown)
    else:
        score.killed += 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Print survivors and the score; 1 when a mutant survives."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.rules.mutation", description=__doc__
    )
    parser.add_argument(
        "rules", nargs="*", help="names of files, alerts or records (default: all)"
    )
    wanted = parser.parse_args(arguments).rules
    every = subjects()
    chosen = [
        s for s in every if not wanted or any(w in f"{s.file} {s.name}" for w in wanted)
    ]
    if not chosen:
        parser.error(f"no rule matches {', '.join(wanted)}")
    # Each promtool has one of the workers' places.
    os.environ.setdefault("GOMAXPROCS", "1")
    with Progress(disable=not sys.stderr.isatty()) as progress:
        score = run(chosen, equivalents(), progress)
    for line in (*score.wrong, *(f"SURVIVED {each}" for each in score.survived)):
        print(line)
    print(score)
    return 0 if score.is_perfect else 1


if __name__ == "__main__":
    sys.exit(main())
