"""A process that Prometheus cannot scrape."""

from collections.abc import Mapping
from typing import Any

from catalog.alerts import TARGET_DOWN, Severity

RUNBOOK = "docs/runbooks/TargetDown.md"
# Longer than a restart takes, so that a deployment stays silent.
FOR = "1m"


def group() -> Mapping[str, Any]:
    """Return the rule group."""
    return {
        "name": "targets",
        "rules": [
            {
                "alert": TARGET_DOWN,
                "expr": "up == 0",
                "for": FOR,
                "labels": {"severity": Severity.CRITICAL.value},
                "annotations": {
                    "summary": "{{ $labels.service }} is down",
                    "description": (
                        "Prometheus has not been able to scrape {{ $labels.instance }}"
                        " ({{ $labels.service }}, owner {{ $labels.owner }}) for a"
                        " minute."
                    ),
                    "runbook": RUNBOOK,
                },
            }
        ],
    }
