"""A build step downloads nothing: what goes in was fetched and verified before."""

import re
from typing import Any

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.dockerfile.base_dockerfile_check import BaseDockerfileCheck

_DOWNLOADS = re.compile(
    r"\b(curl|wget|git\s+clone|apt(-get)?\s+(update|install)|apk\s+add|go\s+(get|install)"
    r"|npm\s+(ci|install)|https?://)"
)
_PIP = re.compile(r"\bpip3?[\w./\"$-]*\s+install\b", re.ASCII)


class NoDownloads(BaseDockerfileCheck):
    """Builds run without a network here; this says so before one is tried."""

    def __init__(self) -> None:
        super().__init__(
            name="RUN downloads nothing; pip installs with --no-index --require-hashes",
            id="CKV_PHAROS_4",
            categories=(CheckCategories.SUPPLY_CHAIN,),
            supported_instructions=("RUN",),
        )

    def scan_resource_conf(self, conf: list[dict[str, Any]]) -> tuple[CheckResult, Any]:
        """Judge every RUN."""
        for instruction in conf:
            words = instruction["value"]
            locked = "--no-index" in words and "--require-hashes" in words
            if _DOWNLOADS.search(words) or (_PIP.search(words) and not locked):
                return CheckResult.FAILED, [instruction]
        return CheckResult.PASSED, conf


check = NoDownloads()
