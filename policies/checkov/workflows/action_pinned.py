"""An action of others is pinned by the commit."""

import re
from typing import Any

from checkov.common.models.enums import CheckResult
from checkov.github_actions.checks.base_github_action_check import (
    BaseGithubActionsCheck,
)
from checkov.yaml_doc.enums import BlockType

_PINNED = re.compile(r"^\./|@[0-9a-f]{40}$|^docker://.+@sha256:[0-9a-f]{64}$")


class ActionPinned(BaseGithubActionsCheck):
    """A tag can be moved to other code; a commit cannot."""

    def __init__(self) -> None:
        super().__init__(
            name="Action is pinned by a full commit hash",
            id="CKV_PHAROS_11",
            block_type=BlockType.ARRAY,
            supported_entities=("jobs", "jobs.*.steps[]"),
        )

    def scan_conf(self, conf: dict[str, Any]) -> tuple[CheckResult, Any]:
        """Judge one step, or one job that calls a workflow."""
        uses = conf.get("uses") if isinstance(conf, dict) else None
        if not isinstance(uses, str):
            return CheckResult.UNKNOWN, conf
        return (
            CheckResult.PASSED if _PINNED.search(uses) else CheckResult.FAILED
        ), conf


check = ActionPinned()
