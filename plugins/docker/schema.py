"""The plugin's Pulumi schema, for `pulumi import` and `pulumi package`."""

import json
from collections.abc import Iterable
from typing import Any

from plugins.docker.kinds import (
    Flag,
    Kind,
    Many,
    Property,
    Record,
    Table,
    Text,
    TextMap,
    Whole,
)
from plugins.docker.version import VERSION


def schema(tables: Iterable[Table]) -> str:
    """Return the package schema of *tables* as JSON."""
    types: dict[str, Any] = {}
    resources = {table.token: _resource(table, types) for table in tables}
    return json.dumps(
        {
            "name": "docker",
            "version": VERSION,
            "resources": resources,
            "types": types,
        }
    )


def _resource(table: Table, types: dict[str, Any]) -> dict[str, Any]:
    name = table.token.rpartition(":")[2]
    inputs = {
        key: _property(f"{name}{key[0].upper()}{key[1:]}", prop, types)
        for key, prop in table.inputs.items()
    }
    outputs = {key: {"type": "string"} for key in table.outputs}
    return {
        "inputProperties": inputs,
        "requiredInputs": [k for k, prop in table.inputs.items() if prop.required],
        "properties": {**inputs, **outputs},
    }


def _property(name: str, prop: Property, types: dict[str, Any]) -> dict[str, Any]:
    body = _kind(name, prop.kind, types)
    return {**body, "willReplaceOnChanges": True} if prop.replaces else body


def _kind(name: str, kind: Kind, types: dict[str, Any]) -> dict[str, Any]:
    match kind:
        case Text():
            return {"type": "string"}
        case Whole():
            return {"type": "integer"}
        case Flag():
            return {"type": "boolean"}
        case TextMap():
            return {"type": "object", "additionalProperties": {"type": "string"}}
        case Many():
            return {"type": "array", "items": _kind(name, kind.of, types)}
        case Record():
            return _record(name, kind, types)


def _record(name: str, kind: Record, types: dict[str, Any]) -> dict[str, Any]:
    token = f"docker:index/{name}:{name}"
    types[token] = {
        "type": "object",
        "properties": {
            key: _kind(f"{name}{key[0].upper()}{key[1:]}", prop.kind, types)
            for key, prop in kind.fields.items()
        },
        "required": [key for key, prop in kind.fields.items() if prop.required],
    }
    return {"$ref": f"#/types/{token}"}
