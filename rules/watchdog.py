"""An alert that fires always: its silence means that alerting is broken."""

from collections.abc import Mapping
from typing import Any

from catalog.alerts import WATCHDOG, Severity

RUNBOOK = "docs/runbooks/Watchdog.md"


def group() -> Mapping[str, Any]:
    """Return the rule group."""
    return {
        "name": "meta",
        "rules": [
            {
                "alert": WATCHDOG,
                "expr": "vector(1)",
                "labels": {"severity": Severity.NONE.value, "owner": "platform"},
                "annotations": {
                    "summary": "Alerting works",
                    "description": (
                        "Fires always. When it is missing, Prometheus, its rules or"
                        " Alertmanager do not work."
                    ),
                    "runbook": RUNBOOK,
                },
            }
        ],
    }
