"""Asks pip-audit, and believes it only when its source knows a known bad version."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.supply.advisories.matching import Vulnerability, preferred
from tools.supply.advisories.osv_api import CANARY
from tools.supply.advisories.severity import Severity
from tools.supply.errors import ToolFailed
from tools.supply.packages import Package

SERVICES = ("pypi", "osv")
# Hashes are in the files, so nothing has to be resolved or downloaded.
_WORDS = ("--disable-pip", "--format", "json", "--progress-spinner", "off")
_TIMEOUT_S = 10


def answering(services: Sequence[str] = SERVICES) -> str | None:
    """Return the first service that knows the canary; None when none does."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(f"{CANARY.name}=={CANARY.version}\n")
        file.flush()
        for service in services:
            said = _ask(service, ["--no-deps", "-r", file.name])
            if isinstance(said, dict) and any(found(said)):
                return service
    return None


def audit(service: str, files: Sequence[Path]) -> Mapping[str, Any]:
    """
    Return what pip-audit says about the pins of *files*.

    Raises:
        ToolFailed: When it says nothing.
    """
    words = [word for file in files for word in ("-r", str(file))]
    said = _ask(service, ["--require-hashes", *words])
    if isinstance(said, str):
        raise ToolFailed(f"pip-audit: {said}")
    return said


def found(said: Mapping[str, Any]) -> Iterator[Vulnerability]:
    """Yield the vulnerabilities of pip-audit's answer."""
    for package in said["dependencies"]:
        for each in package.get("vulns", ()):
            names = frozenset({each["id"], *each.get("aliases", ())})
            yield Vulnerability(
                package=Package(
                    ecosystem="PyPI",
                    name=package["name"],
                    version=package["version"],
                ),
                id=preferred(names),
                names=names,
                severity=Severity.UNKNOWN,
                summary=(each.get("description") or "").partition("\n")[0][:200],
                fixed=", ".join(each.get("fix_versions", ())),
            )


def skipped(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and reason of what pip-audit did not look at."""
    for package in said["dependencies"]:
        if "skip_reason" in package:
            yield package["name"], package["skip_reason"]


def _ask(service: str, words: Sequence[str]) -> dict[str, Any] | str:
    argv = [sys.executable, "-m", "pip_audit", *_WORDS]
    argv += ["--vulnerability-service", service, "--timeout", str(_TIMEOUT_S), *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return done.stderr.strip()[-1000:] or "it said nothing"
    return said if isinstance(said, dict) else f"it said {done.stdout[:200]!r}"
