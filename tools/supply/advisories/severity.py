"""How severe an advisory is, by its CVSS vectors or by its database's word."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any

from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError

_VECTORS = {"CVSS_V2": CVSS2, "CVSS_V3": CVSS3, "CVSS_V4": CVSS4}


class Severity(IntEnum):
    """The qualitative ratings of CVSS, in their order."""

    UNKNOWN = 0
    NONE = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4
    CRITICAL = 5


# Databases' own words: GitHub's advisories, Debian's security tracker, Ubuntu.
_WORDS = {
    "MODERATE": Severity.MEDIUM,
    "IMPORTANT": Severity.HIGH,
    "UNIMPORTANT": Severity.LOW,
    "NEGLIGIBLE": Severity.LOW,
    **{severity.name: severity for severity in Severity},
}


def word(said: str) -> Severity:
    """Return the rating that a database's *said* word stands for."""
    return _WORDS.get(said.upper(), Severity.UNKNOWN)


def rating(raw: Mapping[str, Any]) -> Severity:
    """Return the highest rating that an OSV document gives; vectors go first."""
    affected = raw.get("affected", ())
    inner = (vector for each in affected for vector in each.get("severity", ()))
    vectors = [*raw.get("severity", ()), *inner]
    scored = [_of_vector(v["type"], v["score"]) for v in vectors]
    if any(scored):
        return max(scored)
    return max(map(word, _words(raw)), default=Severity.UNKNOWN)


def _of_vector(kind: str, vector: str) -> Severity:
    if kind not in _VECTORS:
        return word(vector)
    try:
        return word(_VECTORS[kind](vector).severities()[0])
    except CVSSError:
        return Severity.UNKNOWN


def _words(raw: Mapping[str, Any]) -> Iterator[str]:
    for holder in (raw, *raw.get("affected", ())):
        for key in ("database_specific", "ecosystem_specific"):
            said = holder.get(key) or {}
            for name in ("severity", "urgency"):
                if isinstance(said.get(name), str):
                    yield said[name]
