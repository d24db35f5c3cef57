"""Text of YAML and JSON files, the same on every machine."""

import json
from typing import Any

import yaml


def to_yaml(document: object, *, comment: str) -> str:
    """Return *document* in block style, its keys in their order."""
    text: Any = yaml.safe_dump(
        document, sort_keys=False, default_flow_style=False, width=88
    )
    return f"# {comment}\n{text}"


def to_json(document: object) -> str:
    """Return *document* with sorted keys and a final newline."""
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def compact(text: str) -> str:
    """Return the JSON *text* without blanks: Pulumi writes its state at every step."""
    return json.dumps(json.loads(text), separators=(",", ":")) + "\n"
