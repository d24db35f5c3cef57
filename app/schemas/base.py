"""What all shapes share."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.domain.money import MAX_MINOR

# SQLite and JSON readers in browsers hold whole numbers up to here exactly.
MAX_UNITS = 10**9
MAX_ID = 2**53


class Request(BaseModel):
    """A request's body or query; a name that is not listed is a mistake."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, strict=True)


class Answer(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(frozen=True)


def _to_int(value: object) -> object:
    if isinstance(value, str) and value.isascii() and value.lstrip("-").isdigit():
        return int(value[:20])
    return value


def _to_float(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        return value


# Query parameters arrive as text.
QueryInt = Annotated[int, BeforeValidator(_to_int)]
QueryFloat = Annotated[float, BeforeValidator(_to_float)]

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Text = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Currency = Annotated[
    str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code", examples=["EUR"])
]
Minor = Annotated[
    int, Field(ge=0, le=MAX_MINOR, description="Amount in the currency's minor units")
]
Units = Annotated[int, Field(ge=0, le=MAX_UNITS)]
Quantity = Annotated[int, Field(ge=1, le=1_000_000)]
Id = Annotated[int, Field(ge=1, le=MAX_ID)]


class PageQuery(Request):
    """Which part of a list."""

    limit: QueryInt = Field(default=50, ge=1, le=200, description="Rows per page")
    after: QueryInt = Field(
        default=0, ge=0, le=MAX_ID, description="Id of the last row of the page before"
    )


class NoQuery(Request):
    """No query parameters."""


@lru_cache(maxsize=4096)
def timestamp(ms: int) -> str:
    """Return *ms* since 1970 as RFC 3339 text in UTC."""
    moment = datetime.fromtimestamp(ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
