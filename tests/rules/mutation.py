"""
`python -m tests.rules.mutation`: would the tests notice a rule that is a little wrong?

Changes each threshold, wait, matcher, window, operator and aggregation of every rule,
one at a time, and runs the tests of that rule. A mutant that passes them all is a hole
in the tests, unless ``equivalent.toml`` says why nobody could tell it from the rule.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import mutation
from tests.benchmarks.platform_report import table, with_section
from tests.benchmarks.rules_cost import HEAD, PAGE
from tests.mutation import Equivalent, Score
from tests.rules.trial import subjects

EQUIVALENT = Path(__file__).parent / "equivalent.toml"


def equivalents() -> list[Equivalent]:
    """Return the list of mutants that nobody can tell from their rule."""
    return mutation.equivalents(EQUIVALENT, key="rule")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print survivors and the score; 1 when a mutant survives."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.rules.mutation", description=__doc__
    )
    # Each promtool has one of the workers' places.
    os.environ.setdefault("GOMAXPROCS", "1")
    return mutation.main(parser, subjects(), equivalents(), arguments, save=_save)


def _save(score: Score) -> None:
    rows = [
        (f"`{file.removeprefix('demo/')}`", killed + survived, killed)
        for file, (killed, survived) in sorted(score.by_file.items())
    ]
    text = "\n\n".join(
        (
            "## Rules that are a little wrong",
            "`make mutate-rules ARGS=--save`",
            table(("File", "Mutants", "Noticed"), rows),
            f"{score}: nobody could tell those from their rule, and"
            " `tests/rules/equivalent.toml` says why. Each mutant is one threshold,"
            " wait, matcher, window, operator or aggregation that is another. Noticed"
            " means that a test of the rule fails.",
        )
    )
    page = PAGE.read_text() if PAGE.exists() else HEAD
    PAGE.write_text(with_section(page, "mutants", text))


if __name__ == "__main__":
    sys.exit(main())
