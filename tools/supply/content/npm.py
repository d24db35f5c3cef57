"""npm packages, by the package.json of each."""

import json
import re

from tools.supply.packages import Package

_PACKAGE = re.compile(r"(?:^|/)node_modules/(?:@[^/]+/)?[^/]+/package\.json$")


def is_metadata(path: str) -> bool:
    """Return whether an installed package's own description lies there."""
    return _PACKAGE.search(path) is not None


def package(description: bytes) -> Package | None:
    """Return the package of a package.json; None when it names none."""
    try:
        found = json.loads(description)
    except ValueError:
        return None
    if not isinstance(found, dict) or not found.get("name") or not found.get("version"):
        return None
    licence = found.get("license", "")
    return Package(
        ecosystem="npm",
        name=found["name"],
        version=found["version"],
        licence=licence if isinstance(licence, str) else "",
    )
