"""`python -m tools.docs.policies`: the table of all policies, from their pages."""

import re
from pathlib import Path

from policies.catalogue import POLICIES

_ROOT = Path(__file__).parents[2]
PAGES = _ROOT / "docs" / "policies"
TABLE = PAGES / "README.md"
_HEAD = """\
# Policies

<!-- Written by `make gen` from policies/ and these pages. Edit those, not this. -->

`make preview` and `make up` are judged by these {count}; all are mandatory. How to add
one, and how to exempt one resource for a while: [policies/](../../policies/README.md).
How many programs each refuses in a test, and how many good ones all of them pass:
[counted](../benchmarks/policies.md). Whether a missing line of hardening would be
noticed: `make mutate-infra`.

| Policy | What it asks for | For example refused |
|---|---|---|
"""
_LONGEST = 110
_REFUSED = re.compile(r"^## Refused\n+```[a-z]*\n(.*?)\n```", re.MULTILINE | re.DOTALL)


def example(page: str) -> str:
    """
    Return what a page shows as refused, as one line.

    Raises:
        ValueError: When it shows nothing.
    """
    found = _REFUSED.search(page)
    if found is None:
        raise ValueError("no code below '## Refused'; show a program that is refused")
    line = " ".join(found[1].split()).replace("( ", "(").replace("[ ", "[")
    cut = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return cut.replace("|", "\\|")


def render() -> str:
    """Return the page with the table."""
    rows = [
        f"| [{policy.name}]({policy.name}.md) | {policy.description} | "
        f"`{example((PAGES / f'{policy.name}.md').read_text())}` |"
        for policy in POLICIES
    ]
    return _HEAD.format(count=len(POLICIES)) + "\n".join(rows) + "\n"


def main() -> None:
    """Write the page."""
    TABLE.write_text(render())


if __name__ == "__main__":
    main()
