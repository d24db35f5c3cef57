"""The OpenAPI 3.1 document, generated from the routes and the declared operations."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from flask import Blueprint, Flask, Response, current_app
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from aiops.entrypoints.http.access import needed_by, open_to_all
from aiops.entrypoints.http.api import JSON, Api, Operation
from aiops.entrypoints.http.operations import engine_version
from aiops.entrypoints.http.problems import PROBLEM_JSON
from aiops.entrypoints.http.schemas.base import Problem

_REFERENCE = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>", re.ASCII)
_SECURITY: list[dict[str, list[str]]] = [{"key": []}, {"session": []}]
# The console's files are pages for people.
_PAGES = ("/console", "/<path", "/favicon")


def openapi_routes(apis: Sequence[Api]) -> Blueprint:
    """Return the route of the document."""
    blueprint = Blueprint("openapi", __name__)

    @blueprint.get("/openapi.json")
    @open_to_all
    def openapi() -> Response:
        operations = [each for api in apis for each in api.operations]
        return Response(
            orjson.dumps(document(current_app, operations)), content_type=JSON
        )

    return blueprint


def document(app: Flask, operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the document of every route of *app*."""
    declared = {(op.rule, op.method): op for op in operations}
    schemas = _schemas(declared.values())
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if rule.rule == "/" or rule.rule.startswith(_PAGES):
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            op = declared.get((rule.rule, method))
            view = app.view_functions[rule.endpoint]
            described = (
                _operation(op, schemas)
                if op
                else _plain(rule.rule, rule.endpoint, needed_by(view))
            )
            path = _PARAMETER.sub(r"{\1}", rule.rule)
            paths.setdefault(path, {})[method.lower()] = described
    # Their fields stand among the parameters.
    for op in declared.values():
        if op.query is not None:
            schemas.pop(op.query.__name__, None)
    return {
        "openapi": "3.1.0",
        "info": {"title": "The engine", "version": engine_version()},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "pharos_session",
                },
            },
        },
    }


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    found: dict[tuple[type[BaseModel], Any], None] = {}
    for op in operations:
        for shape in (op.body, op.query):
            if shape is not None:
                found[shape, "validation"] = None
        if op.returns is not None:
            found[op.returns, "serialization"] = None
    found[Problem, "serialization"] = None
    _, definitions = models_json_schema(list(found), ref_template=_REFERENCE)
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _operation(op: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    described = _plain(op.rule, op.name, None if op.scope is None else op.scope.value)
    described |= {"summary": op.summary, "tags": [op.tag], "responses": _answers(op)}
    if op.query is not None:
        shape = schemas[op.query.__name__]
        described["parameters"] += [
            {
                "name": name,
                "in": "query",
                "required": name in shape.get("required", ()),
                "schema": schema,
            }
            for name, schema in shape["properties"].items()
        ]
    if op.body is not None:
        described["requestBody"] = {
            "content": {JSON: {"schema": _reference(op.body)}},
        }
    return described


def _plain(rule: str, name: str, scope: str | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": name,
        "parameters": [
            {"name": each, "in": "path", "required": True, "schema": {"type": "string"}}
            for each in _PARAMETER.findall(rule)
        ],
        "responses": {"200": {"description": "Success"}},
        "security": [] if scope is None else _SECURITY,
    }
    if scope is not None:
        described["description"] = f"Needs the scope `{scope}`."
    return described


def _answers(op: Operation) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Success"}
    if op.returns is not None:
        success["content"] = {JSON: {"schema": _reference(op.returns)}}
    elif op.status != 204:
        success["content"] = {op.answer: {"schema": {"type": "string"}}}
    statuses = set(op.problems) | {429, 500, 503}
    if op.scope is not None:
        statuses |= {401, 403}
    if op.body is not None:
        statuses |= {400, 413, 415, 422}
    if op.query is not None:
        statuses.add(422)
    problem = {
        "description": "A problem (RFC 9457)",
        "content": {PROBLEM_JSON: {"schema": _reference(Problem)}},
    }
    problems = {str(status): problem for status in sorted(statuses)}
    return {str(op.status): success, **problems}


def _reference(shape: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=shape.__name__)}
