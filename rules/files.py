"""Rule files in Prometheus's format, and their names."""

from collections.abc import Mapping
from typing import Any

import yaml

from rules import targets, watchdog

_HEADER = "# Written by `make gen` from rules/. Edit those, not this.\n"


def generated() -> Mapping[str, str]:
    """Return each rule file's text by its name."""
    groups = {"meta.yaml": [watchdog.group()], "targets.yaml": [targets.group()]}
    return {name: _text(content) for name, content in groups.items()}


def _text(groups: list[Mapping[str, Any]]) -> str:
    body: str = yaml.safe_dump(
        {"groups": groups}, sort_keys=False, default_flow_style=False, width=88
    )
    return _HEADER + body
