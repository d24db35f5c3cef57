"""Trivy and Grype, where one is installed: they know more than versions."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.supply.advisories.matching import Vulnerability
from tools.supply.advisories.severity import Severity, word
from tools.supply.packages import Package

_TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class Scanner:
    """A program that scans an image and says what it found as JSON."""

    program: str
    argv: Callable[[str], list[str]]
    read: Callable[[Mapping[str, Any]], Iterator[Vulnerability]]


def read_trivy(said: Mapping[str, Any]) -> Iterator[Vulnerability]:
    """Yield what ``trivy image --format json`` found."""
    for result in said.get("Results") or ():
        for each in result.get("Vulnerabilities") or ():
            yield _found(
                family=str(result.get("Type", "")),
                name=each["PkgName"],
                version=each["InstalledVersion"],
                id_=each["VulnerabilityID"],
                severity=word(each.get("Severity", "")),
                summary=each.get("Title", ""),
                fixed=each.get("FixedVersion", ""),
            )


def read_grype(said: Mapping[str, Any]) -> Iterator[Vulnerability]:
    """Yield what ``grype -o json`` found."""
    for each in said["matches"]:
        vulnerability, artifact = each["vulnerability"], each["artifact"]
        yield _found(
            family=str(artifact.get("type", "")),
            name=artifact["name"],
            version=artifact["version"],
            id_=vulnerability["id"],
            severity=word(vulnerability.get("severity", "")),
            summary=(vulnerability.get("description") or "").partition("\n")[0],
            fixed=", ".join((vulnerability.get("fix") or {}).get("versions") or ()),
        )


SCANNERS = (
    Scanner(
        "trivy",
        lambda image: [
            *("trivy", "image", "--quiet", "--scanners", "vuln"),
            *("--format", "json", image.removeprefix("sha256:")),
        ],
        read_trivy,
    ),
    Scanner(
        "grype",
        lambda image: ["grype", "--quiet", "-o", "json", f"docker:{image}"],
        read_grype,
    ),
)


def installed() -> Scanner | None:
    """Return the first scanner that is on PATH."""
    return next((s for s in SCANNERS if shutil.which(s.program)), None)


def scan(scanner: Scanner, image_id: str) -> tuple[Vulnerability, ...] | str:
    """Return what *scanner* found, or why it found out nothing."""
    try:
        done = subprocess.run(
            scanner.argv(image_id),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
        if done.returncode:
            raise ValueError(done.stderr.strip()[-300:])
        return tuple(scanner.read(json.loads(done.stdout)))
    except (ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as error:
        return f"{scanner.program} gave no answer: {error}"


def _found(
    *,
    family: str,
    name: str,
    version: str,
    id_: str,
    severity: Severity,
    summary: str,
    fixed: str,
) -> Vulnerability:
    return Vulnerability(
        package=Package(ecosystem=family, name=name, version=version),
        id=id_,
        names=frozenset({id_}),
        severity=severity,
        summary=summary[:200],
        fixed=fixed,
    )
