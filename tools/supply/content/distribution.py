"""Packages of a distribution: dpkg's status, apk's list of what is installed."""

import re
from collections.abc import Iterator, Mapping

from tools.supply.packages import Package

DPKG_STATUS = "var/lib/dpkg/status"
# Images without a package manager have a file per package instead.
DPKG_STATUS_D = "var/lib/dpkg/status.d/"
APK_INSTALLED = "lib/apk/db/installed"
OS_RELEASE = ("etc/os-release", "usr/lib/os-release")

_SOURCE = re.compile(r"(?P<name>\S+)(?: \((?P<version>[^)]+)\))?")
_NAMES = {"debian": "Debian", "ubuntu": "Ubuntu", "alpine": "Alpine"}


def ecosystem(os_release: str) -> str:
    """Return OSV's name of the distribution, such as ``Debian:12``; else empty."""
    fields = dict(re.findall(r'^([A-Z0-9_]+)="?([^"\n]*)"?$', os_release, re.MULTILINE))
    name = _NAMES.get(fields.get("ID", ""), "")
    version = fields.get("VERSION_ID", "")
    if name == "Alpine":
        version = "v" + ".".join(version.split(".")[:2])
    return f"{name}:{version}" if name else ""


def dpkg(status: str, of: str) -> Iterator[Package]:
    """Yield the installed packages of dpkg's *status* in the ecosystem *of*."""
    for fields in _paragraphs(status, ": "):
        if "installed" not in fields.get("Status", "installed").split():
            continue
        name, version = fields["Package"], fields["Version"]
        source = _SOURCE.match(fields.get("Source", ""))
        yield Package(
            ecosystem=of,
            name=name,
            version=version,
            source=source["name"] if source else name,
            source_version=(source and source["version"]) or version,
            architecture=fields.get("Architecture", ""),
        )


def apk(installed: str, of: str) -> Iterator[Package]:
    """Yield the packages of apk's list in the ecosystem *of*."""
    for fields in _paragraphs(installed, ":"):
        yield Package(
            ecosystem=of,
            name=fields["P"],
            version=fields["V"],
            source=fields.get("o", ""),
            architecture=fields.get("A", ""),
            licence=fields.get("L", ""),
        )


def _paragraphs(text: str, colon: str) -> Iterator[Mapping[str, str]]:
    for paragraph in text.split("\n\n"):
        lines = [line for line in paragraph.splitlines() if not line.startswith(" ")]
        fields = dict(line.split(colon, 1) for line in lines if colon in line)
        if fields:
            yield fields
