"""A health check is a list of words, and not NONE."""

import re
from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.dockerfile.base_dockerfile_check import BaseDockerfileCheck

_EXEC_FORM = re.compile(r"\bCMD\s*\[.*\]\s*$", re.DOTALL)


class HealthCheckRuns(BaseDockerfileCheck):
    """CKV_DOCKER_2 accepts NONE, and a shell that an image from scratch lacks."""

    def __init__(self) -> None:
        super().__init__(
            name="HEALTHCHECK is a command in exec form",
            id="CKV_PHAROS_3",
            categories=(CheckCategories.GENERAL_SECURITY,),
            supported_instructions=("HEALTHCHECK",),
        )

    def scan_resource_conf(self, conf: list[dict[str, Any]]) -> tuple[CheckResult, Any]:
        """Judge the last HEALTHCHECK, which is the one that counts."""
        last = conf[-1]
        good = _EXEC_FORM.search(last["value"])
        return (CheckResult.PASSED if good else CheckResult.FAILED), [last]


check = HealthCheckRuns()
