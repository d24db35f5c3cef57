"""What all shapes share."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Request(BaseModel):
    """A request's body or query; a name that is not listed is a mistake."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, populate_by_name=True
    )


class Answer(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Problem(Answer):
    """An error, as RFC 9457 has it."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = Field(
        default=None, description="Every mistake in the request: where, and what"
    )


def _finite(value: object) -> object:
    if isinstance(value, str) and value.strip().lower().lstrip("+-") in (
        "nan",
        "inf",
        "infinity",
    ):
        raise ValueError("give a number")
    return value


Seconds = Annotated[
    float,
    BeforeValidator(_finite),
    Field(ge=0, le=1e11, allow_inf_nan=False, description="Seconds since the epoch"),
]
Name = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]
OptionalName = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Text = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]
Limit = Annotated[int, Field(ge=1, le=500)]


def iso(time_s: float | None) -> str | None:
    """Return seconds since the epoch as ISO 8601 in UTC."""
    if time_s is None:
        return None
    return datetime.fromtimestamp(time_s, UTC).isoformat().replace("+00:00", "Z")
