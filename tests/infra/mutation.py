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
from tests.infra.trial import subjects
from tests.mutation import Equivalent

EQUIVALENT = Path(__file__).parent / "equivalent.toml"


def equivalents() -> list[Equivalent]:
    """Return the list of removals that change nothing."""
    return mutation.equivalents(EQUIVALENT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print survivors and the score; 1 when a removal survives."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.infra.mutation", description=__doc__
    )
    return mutation.main(parser, subjects(), equivalents(), arguments)


if __name__ == "__main__":
    sys.exit(main())
