"""Every job ends by itself, and no two runs of one kind fight."""

from collections.abc import Iterator

from tools.workflows.model import Workflow

LONGEST_MIN = 120


def findings(workflow: Workflow) -> Iterator[str]:
    """Yield jobs without a limit, and workflows without concurrency."""
    if workflow.is_action:
        return
    groups = [job.document.get("concurrency") for job in workflow.jobs]
    if "concurrency" not in workflow.document and not all(groups):
        yield (
            f"{workflow.name}: `concurrency:` is missing, for the whole or for each job"
        )
    for job in workflow.jobs:
        limit = job.document.get("timeout-minutes")
        if not isinstance(limit, int) or not 0 < limit <= LONGEST_MIN:
            yield (
                f"{job.where}: `timeout-minutes:` has to be 1 to {LONGEST_MIN}"
                f" (got {limit!r}; GitHub's own is six hours)"
            )
