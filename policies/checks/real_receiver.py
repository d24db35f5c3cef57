"""Outside dev, alerts reach somebody."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from policies.model import FOLDER, Finding, Stack, StackPolicy

_FOLDER = "alertmanager-config"
_FILE = "alertmanager.yml"
DEV = "dev"
# The stack's own page of notifications, which nobody is told to look at.
_LOCAL = ("http://notifications:",)


def check(stack: Stack) -> Iterator[Finding]:
    """Yield a finding when every receiver is a dead end."""
    folder = stack.named(_FOLDER, FOLDER)
    if stack.name == DEV or folder is None:
        return
    files = folder.inputs.get("files")
    text = files.get(_FILE) if isinstance(files, Mapping) else None
    document = yaml.safe_load(text) if isinstance(text, str) else {}
    if not any(map(reaches_somebody, document.get("receivers") or ())):
        yield Finding(
            folder.name,
            "no receiver reaches anybody; set one of the receivers' settings or"
            " secrets (docs/operations.md, Notifications)",
        )


def reaches_somebody(receiver: Mapping[str, Any]) -> bool:
    """Return whether *receiver* sends anything out of the stack."""
    channels = [
        channel
        for key, value in receiver.items()
        if key.endswith("_configs")
        for channel in value
    ]
    return any(not str(c.get("url", "")).startswith(_LOCAL) for c in channels)


POLICY = StackPolicy(
    name="real-receiver",
    description="Outside dev, Alertmanager has a receiver that reaches somebody.",
    check=check,
)
