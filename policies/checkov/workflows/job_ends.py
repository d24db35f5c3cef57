"""A job ends by itself."""

from typing import Any

from checkov.common.models.enums import CheckResult
from checkov.github_actions.checks.base_github_action_check import (
    BaseGithubActionsCheck,
)
from checkov.yaml_doc.enums import BlockType


class JobEnds(BaseGithubActionsCheck):
    """Without a limit a job that hangs is paid for during six hours."""

    def __init__(self) -> None:
        super().__init__(
            name="Job has timeout-minutes",
            id="CKV_PHAROS_13",
            block_type=BlockType.OBJECT,
            supported_entities=("jobs",),
        )

    def scan_conf(self, conf: dict[str, Any]) -> tuple[CheckResult, Any]:
        """Judge all jobs that have steps of their own."""
        jobs = [
            job for job in conf.values() if isinstance(job, dict) and "steps" in job
        ]
        ends = all("timeout-minutes" in job for job in jobs)
        return (CheckResult.PASSED if ends else CheckResult.FAILED), conf


check = JobEnds()
