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
            block_type=BlockType.DOCUMENT,
            supported_entities=("*",),
        )

    def scan_conf(self, conf: dict[Any, Any]) -> tuple[CheckResult, Any]:
        """Judge the triggers of the workflow: a name, a list or a table of them."""
        # YAML 1.1 reads the word `on` as true.
        triggers = conf.get("on", conf.get(True))
        names = [triggers] if isinstance(triggers, str) else list(triggers or ())
        return (CheckResult.FAILED if _TRIGGER in names else CheckResult.PASSED), conf


check = UntrustedCode()
