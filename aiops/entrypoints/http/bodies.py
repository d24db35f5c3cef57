"""Read what a client sent; every mistake is reported at once, no value repeated."""

from typing import Any, TypeVar

from flask import Request as HttpRequest
from pydantic import ValidationError

from aiops.entrypoints.http.schemas.base import Request
from aiops.errors import InvalidInput

Shape = TypeVar("Shape", bound=Request)
_MOST_MISTAKES = 20


def parse_body(shape: type[Shape], request: HttpRequest) -> Shape:
    """
    Return the JSON body; an absent one counts as ``{}``.

    Raises:
        InvalidInput: 415 when it is not JSON by its type, 400 when it is not JSON by
            its text, 422 when a field is wrong.
    """
    data = request.get_data(cache=False) or b"{}"
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


def _refusal(place: str, error: ValidationError) -> InvalidInput:
    found = error.errors(include_input=False, include_url=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        return InvalidInput(f"the body is not JSON: {found[0]['msg']}", status=400)
    mistakes = [_mistake(place, dict(item)) for item in found[:_MOST_MISTAKES]]
    listed = "; ".join(f"{m['at'] or place}: {m['detail']}" for m in mistakes)
    return InvalidInput(f"{place}: {listed}", extra={"errors": mistakes})


def _mistake(place: str, item: dict[str, Any]) -> dict[str, str]:
    pointer = "".join(f"/{part}" for part in item["loc"])
    return {"in": place, "at": pointer, "detail": item["msg"]}
