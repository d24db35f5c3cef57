"""Shapes of keys, sessions and the audit trail."""

from typing import Annotated

from pydantic import Field

from aiops.domain.access import Scope
from aiops.entrypoints.http.schemas.base import Answer, Limit, Name, Request, Seconds


class Login(Request):
    """A key that a session is opened with."""

    key: Annotated[str, Field(min_length=1, max_length=1000)]


class Me(Answer):
    """Who asks, and what they may do."""

    name: str
    scopes: list[str]
    dashboards_url: str | None = Field(default=None, description="Where Grafana is")


class NewKey(Request):
    """A key to be made."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)]
    expires_s: Seconds | None = None


class KeyItem(Answer):
    """A key, without what its owner keeps."""

    id: str
    name: str
    scopes: list[str]
    created_s: float
    created_by: str
    expires_s: float | None
    used_s: float | None


class MadeKey(KeyItem):
    """A new key; it is shown this once."""

    key: str


class Keys(Answer):
    """The keys that are not revoked."""

    keys: list[KeyItem]


class AuditQuery(Request):
    """Which part of the list."""

    before: Annotated[int | None, Field(ge=1, le=2**62)] = None
    limit: Limit = 100


class AuditLine(Answer):
    """Who changed what."""

    seq: int
    time_s: float
    by: str
    method: str
    path: str
    status: int


class AuditPage(Answer):
    """Lines of the audit trail, the newest first."""

    audit: list[AuditLine]
    next_before: int | None
