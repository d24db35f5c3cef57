"""A workflow never runs a fork's code with this repository's rights."""

from typing import Any

from checkov.common.models.enums import CheckResult
from checkov.github_actions.checks.base_github_action_check import (
    BaseGithubActionsCheck,
)
from checkov.yaml_doc.enums import BlockType

_TRIGGER = "pull_request_target"


class UntrustedCode(BaseGithubActionsCheck):
    """With that trigger a pull request from a fork gets secrets and a write token."""

    def __init__(self) -> None:
        super().__init__(
            name="Workflow is not triggered by pull_request_target",
            id="CKV_PHAROS_12",
            block_type=BlockType.OBJECT,
            supported_entities=("on",),
        )

    def scan_conf(self, conf: Any) -> tuple[CheckResult, Any]:
        """Judge the triggers: a name, a list or a table of them."""
        triggers = [conf] if isinstance(conf, str) else list(conf or ())
        return (
            CheckResult.FAILED if _TRIGGER in triggers else CheckResult.PASSED
        ), conf


check = UntrustedCode()
