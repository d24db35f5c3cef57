"""The OpenAPI 3.1 document, generated from the declared operations."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import orjson
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.roles import operations_of
from app.roles.operations import shop_version
from app.schemas.operations import ProblemDocument
from app.settings import ROLES
from app.web.api import JSON, Operation
from app.web.guards import UNLIMITED
from app.web.problems import PROBLEM_JSON

_REFERENCE = "#/components/schemas/{model}"


@cache
def document() -> bytes:
    """Return the document of all roles, as they stand behind the front door."""
    public = [op for op in operations_of(ROLES) if not op.internal]
    schemas = _schemas(public)
    paths: dict[str, dict[str, Any]] = {}
    for operation in public:
        methods = paths.setdefault(operation.path, {})
        methods[operation.method.lower()] = _operation(operation, schemas)
    return orjson.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "The shop", "version": shop_version()},
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {
                    "simulationToken": {"type": "http", "scheme": "bearer"}
                },
            },
        }
    )


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    found: dict[tuple[type[BaseModel], Any], None] = {}
    for op in operations:
        for shape in (op.body, op.query):
            if shape is not None:
                found[shape, "validation"] = None
        if op.returns is not None:
            found[op.returns, "serialization"] = None
    found[ProblemDocument, "serialization"] = None
    _, definitions = models_json_schema(list(found), ref_template=_REFERENCE)
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _operation(op: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": op.name,
        "summary": op.summary,
        "tags": [op.role],
        "parameters": _parameters(op, schemas),
        "responses": _responses(op),
    }
    if op.body is not None:
        described["requestBody"] = {
            "required": False,
            "content": {JSON: {"schema": _reference(op.body)}},
        }
    if op.rule.startswith("/simulate"):
        described["security"] = [{"simulationToken": []}]
    return described


def _parameters(op: Operation, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": kind},
        }
        for name, kind in op.path_parameters
    ]
    if op.query is not None:
        shape = schemas[op.query.__name__]
        parameters += [
            {
                "name": name,
                "in": "query",
                "required": name in shape.get("required", ()),
                "schema": schema,
            }
            for name, schema in shape["properties"].items()
        ]
    if op.keyed:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            }
        )
    return parameters


def _responses(op: Operation) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Success"}
    if op.returns is not None:
        success["content"] = {JSON: {"schema": _reference(op.returns)}}
    statuses = set(op.problems) | {500}
    if op.body is not None:
        statuses |= {400, 413, 415, 422}
    if op.query is not None:
        statuses.add(422)
    if op.keyed:
        statuses |= {400, 422}
    if not op.rule.startswith(UNLIMITED):
        statuses |= {429, 503}
    problem = {
        "description": "A problem (RFC 9457)",
        "content": {PROBLEM_JSON: {"schema": _reference(ProblemDocument)}},
    }
    problems = {str(status): problem for status in sorted(statuses)}
    return {str(op.status): success, **problems}


def _reference(shape: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=shape.__name__)}
