"""`make codeowners`: who has to agree to a change, from the catalog."""

from tools.bootstrap.context import Context
from tools.workflows import codeowners


def run(context: Context) -> int:
    """Write .github/CODEOWNERS."""
    org = context.arguments.org
    return codeowners.main(
        [org] if org else [], context.where.checkout / codeowners.FILE
    )
