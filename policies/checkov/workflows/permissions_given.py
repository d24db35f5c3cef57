"""A workflow says which rights its token has."""

from typing import Any

from checkov.common.models.enums import CheckResult
from checkov.github_actions.checks.base_github_action_check import (
    BaseGithubActionsCheck,
)
from checkov.yaml_doc.enums import BlockType

_READING = ("read", "none")


class PermissionsGiven(BaseGithubActionsCheck):
    """CKV2_GHA_1 refuses write-all; here writing is a job's right, never all jobs'."""

    def __init__(self) -> None:
        super().__init__(
            name="Top-level permissions only read; a job that writes says so itself",
            id="CKV_PHAROS_14",
            block_type=BlockType.OBJECT,
            supported_entities=("permissions",),
        )

    def scan_conf(self, conf: Any) -> tuple[CheckResult, Any]:
        """Judge the table of permissions."""
        if isinstance(conf, str):
            return (
                CheckResult.PASSED if conf == "read-all" else CheckResult.FAILED
            ), conf
        rights = [
            right for name, right in (conf or {}).items() if not name.startswith("__")
        ]
        reading = all(right in _READING for right in rights)
        return (CheckResult.PASSED if reading else CheckResult.FAILED), conf


check = PermissionsGiven()
