"""Read what a client sent; every mistake is reported at once, no value repeated."""

from typing import Any, TypeVar

from flask import Request as HttpRequest
from pydantic import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from app.errors import InvalidInput
from app.schemas.base import Request

Shape = TypeVar("Shape", bound=Request)
MAX_BODY_BYTES = 64 * 1024
MAX_KEY_LENGTH = 200
# What the front door lets through, and a little more.
_MOST_DRAINED_BYTES = 1024 * 1024
_PIECE_BYTES = 64 * 1024


def parse_body(shape: type[Shape], request: HttpRequest) -> Shape:
    """
    Return the JSON body; an absent one counts as ``{}``.

    Raises:
        RequestEntityTooLarge: When it is larger than the limit.
        InvalidInput: 415 when it is not JSON by its type, 400 when it is not JSON by
            its text, 422 when a field is wrong.
    """
    data = request.get_data(cache=False) or b"{}"
    if len(data) > MAX_BODY_BYTES:
        # A chunked one is cut off at Flask's limit, and not refused.
        raise RequestEntityTooLarge
    if data != b"{}" and not request.is_json:
        raise InvalidInput(
            f"a body of type {request.mimetype or 'unknown'!r} is not understood;"
            " send JSON with the header 'Content-Type: application/json'",
            status=415,
        )
    try:
        return shape.model_validate_json(data)
    except ValidationError as error:
        raise _refusal("body", error) from None


def drain(request: HttpRequest) -> None:
    """
    Read the rest of a body that is refused.

    Who still sends when the connection ends sees a broken one, and not the answer.
    """
    stream = request.environ["wsgi.input"]
    for _ in range(_MOST_DRAINED_BYTES // _PIECE_BYTES):
        if not stream.read(_PIECE_BYTES):
            return


def parse_query(shape: type[Shape], request: HttpRequest) -> Shape:
    """
    Return the query parameters.

    Raises:
        InvalidInput: 422 when one is wrong, missing, unknown or given twice.
    """
    values = request.args.to_dict(flat=False)
    repeated = sorted(name for name, given in values.items() if len(given) > 1)
    if repeated:
        names = ", ".join(repeated)
        raise InvalidInput(f"query parameter {names} is given twice; give it once")
    try:
        return shape.model_validate({name: given[0] for name, given in values.items()})
    except ValidationError as error:
        raise _refusal("query", error) from None


def parse_key(request: HttpRequest) -> str | None:
    """
    Return the Idempotency-Key header; None when there is none.

    Raises:
        InvalidInput: 400 when it is empty, too long or not printable ASCII.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= MAX_KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise InvalidInput(
            "the Idempotency-Key header has to be 1 to 200 printable ASCII characters;"
            " a UUID is a good one",
            status=400,
        )
    return key


def _refusal(place: str, error: ValidationError) -> InvalidInput:
    found = error.errors(include_input=False, include_url=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        return InvalidInput(f"the body is not JSON: {found[0]['msg']}", status=400)
    mistakes = [_mistake(place, dict(item)) for item in found]
    listed = "; ".join(f"{m['at'] or place}: {m['detail']}" for m in mistakes)
    return InvalidInput(f"{place}: {listed}", extra={"errors": mistakes})


def _mistake(place: str, item: dict[str, Any]) -> dict[str, str]:
    pointer = "".join(f"/{part}" for part in item["loc"])
    return {"in": place, "at": pointer, "detail": item["msg"]}
