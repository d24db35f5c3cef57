"""Shapes of service information and health."""

from typing import Any

from pydantic import ConfigDict, Field

from app.schemas.base import Answer


class ServiceInfo(Answer):
    """What this process is and serves."""

    service: str
    version: str
    roles: list[str]
    endpoints: list[str]


class Health(Answer):
    """The state of this process and of what it needs."""

    status: str
    checks: dict[str, str] = Field(default={})


class ProblemDocument(Answer):
    """An error, as RFC 9457 has it."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    trace_id: str | None = None
    errors: list[dict[str, Any]] | None = Field(
        default=None, description="Every mistake in the request: where, and what"
    )
