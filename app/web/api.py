"""Declare operations; routes, validation and the OpenAPI document follow from them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request
from pydantic import BaseModel

from app.clients.local import INTERNAL
from app.errors import InvalidInput, NotFound
from app.schemas.base import Answer, Request
from app.web.bodies import parse_body, parse_key, parse_query

if TYPE_CHECKING:
    from app.shop import Shop

JSON = "application/json"


_PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with more than the operation's usual status and headers."""

    body: Answer | bytes | None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON


View = Callable[..., Answer | Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """
    One method on one path.

    Attributes:
        body, query: What the view gets as keyword arguments of these names.
        keyed: Whether the view gets the Idempotency-Key header as *key*.
        problems: Statuses of the problems that it may answer, beyond the usual.
        internal: Only for the other roles; the front door does not route to it.
    """

    role: str
    method: str
    rule: str
    view: View
    summary: str
    returns: type[Answer] | None
    status: int
    body: type[Request] | None = None
    query: type[Request] | None = None
    keyed: bool = False
    problems: tuple[int, ...] = ()
    internal: bool = False

    @property
    def name(self) -> str:
        """The operation's id, unique in the shop."""
        return f"{self.role}.{self.view.__name__}"

    @property
    def path(self) -> str:
        """The rule as OpenAPI writes it, such as ``/items/{item_id}``."""
        return _PARAMETER.sub(lambda found: "{" + found["name"] + "}", self.rule)

    @property
    def path_parameters(self) -> list[tuple[str, str]]:
        """Name and JSON type of each parameter of the path."""
        return [
            (found["name"], "integer" if found["kind"] == "int" else "string")
            for found in _PARAMETER.finditer(self.rule)
        ]


class Api:
    """The operations of one role, in the order they were declared."""

    def __init__(self, role: str) -> None:
        self.role = role
        self.operations: list[Operation] = []

    def operation(
        self,
        method: str,
        rule: str,
        *,
        summary: str,
        returns: type[Answer] | None,
        status: int = 200,
        **details: Any,
    ) -> Callable[[View], View]:
        """Declare the decorated function as an operation; it stays a function."""

        def declare(view: View) -> View:
            self.operations.append(
                Operation(
                    role=self.role,
                    method=method,
                    rule=rule,
                    view=view,
                    summary=summary,
                    returns=returns,
                    status=status,
                    **details,
                )
            )
            return view

        return declare

    def blueprint(self, shop: "Shop", *, internal_is_local: bool) -> Blueprint:
        """
        Return the routes.

        Args:
            internal_is_local: Whether only this process itself may call the internal
                operations, as when it serves every role.
        """
        blueprint = Blueprint(self.role, __name__)
        for operation in self.operations:
            blueprint.add_url_rule(
                operation.rule,
                endpoint=operation.view.__name__,
                view_func=_handler(shop, operation, internal_is_local),
                methods=[operation.method],
            )
        return blueprint


def _handler(
    shop: "Shop", operation: Operation, internal_is_local: bool
) -> Callable[..., Response]:
    hidden = operation.internal and internal_is_local
    view, body, query = operation.view, operation.body, operation.query

    def handle(**arguments: Any) -> Response:
        if hidden and INTERNAL not in request.environ:
            raise NotFound(f"there is no path {request.path}; see /openapi.json")
        if query is not None:
            arguments["query"] = parse_query(query, request)
        elif request.query_string:
            raise InvalidInput(f"{request.path} takes no query parameters")
        if body is not None:
            arguments["body"] = parse_body(body, request)
        if operation.keyed:
            arguments["key"] = parse_key(request)
        return respond(view(shop, **arguments), operation.status)

    return handle


def respond(answer: Answer | Reply, status: int) -> Response:
    """Return the HTTP response for what a view returned."""
    if isinstance(answer, BaseModel):
        return Response(answer.model_dump_json(), status, content_type=JSON)
    data = answer.body
    if isinstance(data, BaseModel):
        data = data.model_dump_json().encode()
    return Response(
        data or b"",
        answer.status or status,
        headers=dict(answer.headers),
        content_type=answer.content_type if data is not None else None,
    )
