"""Would the tests notice something that is a little wrong? Tries, counts and tells."""

import argparse
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rich.progress import Progress, TaskID

WORKERS = 2


class Mutant(Protocol):
    """One change; ``change`` says which."""

    @property
    def change(self) -> str: ...


class Subject(Protocol):
    """What is changed in several ways, in which file, and the tests that concern it."""

    @property
    def file(self) -> str: ...

    @property
    def name(self) -> str: ...

    def mutants(self) -> Sequence[Mutant]: ...

    def survives(self, mutant: Mutant | None) -> bool:
        """Tell whether its tests pass with *mutant* in its place; None is itself."""


@dataclass(frozen=True, kw_only=True)
class Equivalent:
    """Mutants that nobody could tell from the original, by patterns of both names."""

    name: str
    change: str
    reason: str

    def covers(self, subject: Subject, mutant: Mutant) -> bool:
        """Tell whether it speaks of *mutant*."""
        about = re.fullmatch(self.name, subject.name)
        return about is not None and re.search(self.change, mutant.change) is not None


@dataclass(kw_only=True)
class Score:
    """
    What became of the mutants.

    Attributes:
        by_file: How many were killed and how many survived.
    """

    killed: int = 0
    equivalent: int = 0
    by_file: dict[str, list[int]] = field(default_factory=dict)
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


def equivalents(file: Path, key: str = "name") -> list[Equivalent]:
    """
    Return the mutants that *file* lists as equivalent.

    Args:
        key: What the file calls a subject.
    """
    return [
        Equivalent(name=e[key], change=e["change"], reason=e["reason"])
        for e in tomllib.loads(file.read_text())["mutant"]
    ]


def run(
    chosen: Iterable[Subject],
    known: Sequence[Equivalent],
    progress: Progress,
    every: int = 1,
) -> Score:
    """
    Try the mutants of the *chosen* subjects.

    Args:
        every: Only each so many-th of them: a sample.
    """
    pairs = [(s, m) for s in chosen for m in (None, *s.mutants()[::every])]
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
    if every == 1:
        judged = {s.name for s, _ in pairs}
        score.wrong += [
            f"equivalents: nothing matches {e.name!r}, {e.change!r}"
            for e in known
            if e not in used and any(re.fullmatch(e.name, name) for name in judged)
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
        return
    counts = score.by_file.setdefault(subject.file, [0, 0])
    counts[survived] += 1
    if survived:
        score.survived.append(shown)
    else:
        score.killed += 1


def main(
    parser: argparse.ArgumentParser,
    every: Sequence[Subject],
    known: Sequence[Equivalent],
    arguments: Sequence[str] | None = None,
    save: Callable[[Score], None] | None = None,
) -> int:
    """
    Print survivors and the score; return 1 when a mutant survives.

    Args:
        save: Keeps the score of a whole run, where ``--save`` asks for it.
        every: All subjects; the command line chooses by parts of their names.
    """
    parser.add_argument("names", nargs="*", help="parts of names (default: all)")
    if save:
        parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    wanted = given.names
    chosen = [
        s for s in every if not wanted or any(w in f"{s.file} {s.name}" for w in wanted)
    ]
    if not chosen:
        parser.error(f"nothing matches {', '.join(wanted)}")
    with Progress(disable=not sys.stderr.isatty()) as progress:
        score = run(chosen, known, progress)
    for line in (*score.wrong, *(f"SURVIVED {each}" for each in score.survived)):
        print(line)
    print(score)
    if save and given.save and not wanted:
        save(score)
    return 0 if score.is_perfect else 1
