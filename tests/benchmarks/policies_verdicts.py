"""`python -m tests.benchmarks.policies_verdicts`: what each policy refuses, and not."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date

from policies.catalogue import POLICIES
from policies.judge import Judge
from policies.model import Resource, Stack
from tests.benchmarks.platform_report import ROOT, table, with_section
from tests.unit.policies.factories import container, stack
from tests.unit.policies.passed import PASSED
from tests.unit.policies.refused import REFUSED, REFUSED_STACKS

PAGE = ROOT / "docs" / "benchmarks" / "policies.md"
HEAD = """\
# Policies and hardening, counted

Each section is written by the command it names.
"""
# Days break it, not programs: its verdicts are in tests/unit/policies/test_policies.py.
_BY_DAY = "exceptions-current"
# And this by who has signed: tests/unit/policies/test_release_signed.py.
_BY_KEY = "release-signed"


def section() -> str:
    """Return the counts of this moment, each program judged anew."""
    refused, passed = _refused(), _passed()
    bad = Counter(policy for policy, *_ in (*REFUSED, *REFUSED_STACKS))
    good = Counter(policy for policy, _ in PASSED)
    rows = [
        (
            p.name,
            f"{refused[p.name]} of {bad[p.name]}",
            f"{passed[p.name]} of {good[p.name]}",
        )
        for p in POLICIES
        if p.name not in (_BY_DAY, _BY_KEY)
    ]
    return "\n\n".join(
        (
            "## Verdicts",
            "`python -m tests.benchmarks.policies_verdicts`",
            table(("Policy", "Bad programs refused", "Good programs passed"), rows),
            f"{refused.total()} of {bad.total()} bad programs are refused by the policy"
            f" that they break, and {passed.total()} of {good.total()} good ones, which"
            " come close to breaking the policy in their row, are passed by all"
            f" {len(POLICIES)} policies together. {_BY_DAY} is broken by days and"
            f" {_BY_KEY} by signatures, not by programs. What the project itself"
            " declares is passed in its own test"
            " (tests/infra/test_policies.py), and the first bad program of each row is"
            " refused by Pulumi itself in tests/integration/policies.",
        )
    )


def _refused() -> Counter[str]:
    by_name = {policy.name: policy for policy in POLICIES}
    programs = [(policy, [resource]) for policy, resource, _ in REFUSED]
    programs += [(policy, [container(), part]) for policy, part, _ in REFUSED_STACKS]
    return Counter(
        name
        for name, resources in programs
        if list(_judge().findings(by_name[name], _stack(resources)))
    )


def _passed() -> Counter[str]:
    return Counter(
        policy
        for policy, good in PASSED
        if not _judge().all_findings(POLICIES, _stack([container(), good]))
    )


def _judge() -> Judge:
    return Judge(stack="staging", today=date(2026, 1, 1))


def _stack(resources: Sequence[Resource]) -> Stack:
    return stack(*resources)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", action="store_true", help="write the page too")
    text = section()
    print(text)
    if parser.parse_args(arguments).save:
        page = PAGE.read_text() if PAGE.exists() else HEAD
        PAGE.write_text(with_section(page, "verdicts", text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
