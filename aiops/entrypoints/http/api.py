"""Declare operations; routes, validation and the OpenAPI document follow from them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
from flask import Blueprint, Response, request
from pydantic import BaseModel

from aiops.domain.access import Scope
from aiops.domain.incidents.errors import Refused
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.access import needs, open_to_all
from aiops.entrypoints.http.bodies import parse_body, parse_query
from aiops.entrypoints.http.schemas.base import Request
from aiops.errors import Conflict, InvalidInput

JSON = "application/json"
_PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with more than the operation's usual status and type."""

    body: BaseModel | bytes | Iterator[bytes] | None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON


View = Callable[..., BaseModel | Reply]
Declared = TypeVar("Declared", bound=View)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """
    One method on one path.

    Attributes:
        scope: What a key needs; None lets everybody in.
        body, query: What the view gets as keyword arguments of these names.
        problems: Statuses of the problems that it may answer, beyond the usual.
        answer: Type of the answer where it is not JSON.
    """

    tag: str
    method: str
    rule: str
    view: View
    summary: str
    scope: Scope | None
    returns: type[BaseModel] | None
    status: int = 200
    body: type[Request] | None = None
    query: type[Request] | None = None
    problems: tuple[int, ...] = ()
    answer: str = JSON

    @property
    def name(self) -> str:
        """The operation's id, unique in the engine."""
        return f"{self.tag}.{self.view.__name__}"

    @property
    def path(self) -> str:
        """The rule as OpenAPI writes it, such as ``/aiops/incidents/{id}``."""
        return _PARAMETER.sub(lambda found: "{" + found["name"] + "}", self.rule)

    @property
    def path_parameters(self) -> list[str]:
        """Names of the path's parameters, which are texts."""
        return [found["name"] for found in _PARAMETER.finditer(self.rule)]


class Api:
    """The operations of one subject, in the order they were declared."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.operations: list[Operation] = []

    def operation(
        self, method: str, rule: str, summary: str, **details: Any
    ) -> Callable[[Declared], Declared]:
        """Declare the decorated function as an operation; it stays a function."""

        def declare(view: Declared) -> Declared:
            self.operations.append(
                Operation(
                    tag=self.tag,
                    method=method,
                    rule=rule,
                    summary=summary,
                    view=view,
                    **details,
                )
            )
            return view

        return declare

    def blueprint(self, engine: Engine) -> Blueprint:
        """Return the routes."""
        blueprint = Blueprint(self.tag, __name__)
        for operation in self.operations:
            blueprint.add_url_rule(
                operation.rule,
                endpoint=operation.view.__name__,
                view_func=_handler(engine, operation),
                methods=[operation.method],
            )
        return blueprint


def _handler(engine: Engine, operation: Operation) -> Callable[..., Response]:
    view, body, query = operation.view, operation.body, operation.query

    def handle(**arguments: Any) -> Response:
        if query is not None:
            arguments["query"] = parse_query(query, request)
        elif request.query_string:
            raise InvalidInput(f"{request.path} takes no query parameters")
        if body is not None:
            arguments["body"] = parse_body(body, request)
        try:
            return respond(view(engine, **arguments), operation.status)
        except Refused as error:
            raise Conflict(str(error)) from error

    if operation.scope is None:
        return open_to_all(handle)
    return needs(operation.scope)(handle)


def respond(answer: BaseModel | Reply, status: int) -> Response:
    """Return the HTTP response for what a view returned."""
    reply = answer if isinstance(answer, Reply) else Reply(answer)
    data = reply.body
    if isinstance(data, BaseModel):
        data = orjson.dumps(data.model_dump(mode="json", by_alias=True))
    return Response(
        b"" if data is None else data,
        reply.status or status,
        headers=dict(reply.headers),
        content_type=None if data is None else reply.content_type,
    )
