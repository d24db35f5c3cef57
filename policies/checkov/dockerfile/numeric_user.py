"""The last user of an image is a number above zero."""

import re
from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.dockerfile.base_dockerfile_check import BaseDockerfileCheck

_USER = re.compile(r"^[1-9][0-9]*(:[0-9]+)?$")


class NumericUser(BaseDockerfileCheck):
    """CKV_DOCKER_8 looks for the word root; Kubernetes cannot tell who a name is."""

    def __init__(self) -> None:
        super().__init__(
            name="Last USER is a number above zero",
            id="CKV_PHAROS_2",
            categories=(CheckCategories.IAM,),
            supported_instructions=("USER",),
        )

    def scan_resource_conf(self, conf: list[dict[str, Any]]) -> tuple[CheckResult, Any]:
        """Judge the last USER."""
        last = conf[-1]
        good = _USER.match(last["value"].strip())
        return (CheckResult.PASSED if good else CheckResult.FAILED), [last]


check = NumericUser()
