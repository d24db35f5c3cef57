"""An image starts from scratch, from a digest, or from what the builder hands over."""

import re
from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.dockerfile.base_dockerfile_check import BaseDockerfileCheck

_FROM = re.compile(
    r"(?:--platform=\S+\s+)?(?P<image>\S+)(?:\s+as\s+(?P<stage>\S+))?", re.I
)
# `FROM ${BASE}`, where ARG BASE has no default: only a build that names one works.
_ARGUMENT = re.compile(r"^\$\{?\w+\}?$", re.ASCII)
_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")


class BaseImagePinned(BaseDockerfileCheck):
    """CKV_DOCKER_7 lets any tag pass; a tag can be moved, a digest cannot."""

    def __init__(self) -> None:
        super().__init__(
            name="Base image is scratch, a digest, an earlier stage or an argument",
            id="CKV_PHAROS_1",
            categories=(CheckCategories.SUPPLY_CHAIN,),
            supported_instructions=("FROM",),
        )

    def scan_resource_conf(self, conf: list[dict[str, Any]]) -> tuple[CheckResult, Any]:
        """Judge every FROM."""
        stages = {"scratch"}
        for instruction in conf:
            found = _FROM.match(instruction["value"])
            image = found["image"] if found else instruction["value"]
            if not (image in stages or _ARGUMENT.match(image) or _DIGEST.search(image)):
                return CheckResult.FAILED, [instruction]
            if found and found["stage"]:
                stages.add(found["stage"])
        return CheckResult.PASSED, conf


check = BaseImagePinned()
