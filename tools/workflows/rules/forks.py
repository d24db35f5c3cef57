"""A stranger's code never runs where secrets or a writing token are."""

import re
from collections.abc import Iterator

from tools.workflows.model import Job, Workflow

SAME_REPOSITORY = "github.event.pull_request.head.repo.full_name == github.repository"
_SECRET = re.compile(r"\$\{\{[^}]*\bsecrets\.(?!GITHUB_TOKEN\b)")
# These run with the base repository's secrets, whoever has asked.
_TRUSTING = frozenset({"pull_request_target", "workflow_run", "issue_comment"})


def findings(workflow: Workflow) -> Iterator[str]:
    """Yield the ways in for a stranger's code."""
    if workflow.is_action:
        return
    for trigger in sorted(workflow.triggers & _TRUSTING):
        yield (
            f"{workflow.name}: {trigger} runs with this repository's secrets for"
            " everybody's pull request; use pull_request"
        )
    if "pull_request" not in workflow.triggers:
        return
    for job in workflow.jobs:
        if _is_trusted(job) and not _refuses_forks(job):
            yield (
                f"{job.where} has secrets, a writing token or a runner of our own, and"
                f" does not refuse forks; its `if:` has to hold `{SAME_REPOSITORY}`"
            )


def _is_trusted(job: Job) -> bool:
    granted = job.document.get("permissions") or {}
    writes = "write" in granted.values() if isinstance(granted, dict) else True
    own_runner = not str(job.document.get("runs-on", "")).startswith("ubuntu-")
    return writes or own_runner or bool(_SECRET.search(repr(job.document)))


def _refuses_forks(job: Job) -> bool:
    condition = str(job.document.get("if", ""))
    return SAME_REPOSITORY in condition and "||" not in condition
