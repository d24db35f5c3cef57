"""Shapes of simulated failures."""

from typing import Annotated

from pydantic import Field

from app.domain.faults import DEFAULT_HANG_MS, MAX_DURATION_MS
from app.schemas.base import Answer, QueryFloat, QueryInt, Request

Endpoint = Annotated[
    str, Field(min_length=1, max_length=100, description="Path, such as /payment")
]


class DelayQuery(Request):
    """Add this many milliseconds to every request of the endpoint."""

    endpoint: Endpoint
    duration: QueryInt = Field(ge=0, le=MAX_DURATION_MS, description="Milliseconds")


class ErrorQuery(Request):
    """Fail this share of the endpoint's requests with status 500."""

    endpoint: Endpoint
    rate: QueryFloat = Field(ge=0, le=1, allow_inf_nan=False)


class TimeoutQuery(Request):
    """Hang every request of the endpoint this long, then answer 504."""

    endpoint: Endpoint
    duration: QueryInt = Field(
        default=DEFAULT_HANG_MS, ge=1, le=MAX_DURATION_MS, description="Milliseconds"
    )


class ClearQuery(Request):
    """Remove the rules of one endpoint, or all of them."""

    endpoint: Endpoint | None = None


class FaultRule(Answer):
    """One active rule."""

    endpoint: str
    kind: str
    duration: int
    rate: float


class SimulationStatus(Answer):
    """Active rules, and the roles that did not answer when asked."""

    active: list[FaultRule]
    unreachable: list[str] = Field(default=[])
