"""Who asks, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key is for."""

    READ = "read"
    OPERATE = "operate"
    INGEST = "ingest"
    ADMIN = "admin"


# What each scope brings along. Who sends telemetry cannot read it.
_IMPLIED = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.OPERATE: frozenset({Scope.READ, Scope.OPERATE}),
    Scope.INGEST: frozenset({Scope.INGEST}),
    Scope.ADMIN: frozenset(Scope),
}

# Keys that exist from the start, by the name of their file.
BOOTSTRAP_SCOPES = {
    "collector": Scope.INGEST,
    "alertmanager": Scope.INGEST,
    "prometheus": Scope.READ,
    "remediation": Scope.OPERATE,
    "console": Scope.ADMIN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """
    Somebody who has shown a valid key.

    Attributes:
        name: Of the key or person, for the audit trail.
        scopes: As granted, without what they imply.
    """

    name: str
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        """Return whether the granted scopes include *scope*."""
        return any(scope in _IMPLIED[granted] for granted in self.scopes)
