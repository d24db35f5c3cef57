"""
`python -m tests.infra.mutation`: would a missing line of hardening be noticed?

Takes each argument, entry, flag and option that keeps a process in its place out of the
modules that say how things are deployed, weakens each mode and address, opens each
secret and silences each refusal, one at a time, and runs the infrastructure tests with
all policies. A removal that passes them is a hole, unless ``equivalent.toml`` says why
nobody could tell the difference.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import mutation
from tests.benchmarks.platform_report import table, with_section
from tests.benchmarks.policies_verdicts import HEAD, PAGE
from tests.infra.trial import subjects
from tests.mutation import Equivalent, Score

EQUIVALENT = Path(__file__).parent / "equivalent.toml"


def equivalents() -> list[Equivalent]:
    """Return the list of removals that change nothing."""
    return mutation.equivalents(EQUIVALENT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print survivors and the score; 1 when a removal survives."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.infra.mutation", description=__doc__
    )
    return mutation.main(parser, subjects(), equivalents(), arguments, save=_save)


def _save(score: Score) -> None:
    rows = [
        (f"`{file}`", killed + survived, killed)
        for file, (killed, survived) in sorted(score.by_file.items())
    ]
    text = "\n\n".join(
        (
            "## Lines of hardening that are missing",
            "`make mutate-infra`",
            table(("Module", "Removals", "Noticed"), rows),
            f"{score}. Each is one argument, entry, flag or option that is gone, a mode"
            " or an address that is weaker, a secret that is plain or a refusal that is"
            " silent. Noticed means that a policy or an infrastructure test fails, or"
            " that the program does not even start.",
        )
    )
    page = PAGE.read_text() if PAGE.exists() else HEAD
    PAGE.write_text(with_section(page, "removals", text))


if __name__ == "__main__":
    sys.exit(main())
