"""``python -m tools.workflows``: our own rules alone, for before a commit."""

import sys

from tools.bootstrap.places import CHECKOUT
from tools.workflows import lint
from tools.workflows.errors import WorkflowError


def main() -> int:
    """Print what is wrong with the workflows."""
    try:
        found = lint.ours(CHECKOUT)
    except WorkflowError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
