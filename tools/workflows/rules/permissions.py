"""The token may do nothing, but for what a job names."""

from collections.abc import Iterator, Mapping

from tools.workflows.model import Job, Workflow

# What a job may be granted beyond reading, and is looked at by eye when it is used.
WRITABLE = frozenset({"pull-requests", "id-token"})


def findings(workflow: Workflow) -> Iterator[str]:
    """Yield grants that are wider than they have to be."""
    if workflow.is_action:
        return
    if workflow.document.get("permissions") != {}:
        got = workflow.document.get("permissions", "nothing")
        yield (
            f"{workflow.name}: `permissions:` at the top has to be `{{}}`, so that each"
            f" job names its own (got {got!r})"
        )
    for job in workflow.jobs:
        yield from _job_findings(job)


def _job_findings(job: Job) -> Iterator[str]:
    granted = job.document.get("permissions")
    if not isinstance(granted, Mapping):
        yield (
            f"{job.where}: `permissions:` has to name what the job needs, such as"
            f" `contents: read` (got {granted!r})"
        )
        return
    for scope, access in granted.items():
        if access == "write" and scope not in WRITABLE:
            yield (
                f"{job.where}: {scope}: write is more than any job here needs; allowed"
                f" are {', '.join(sorted(WRITABLE))}"
            )
