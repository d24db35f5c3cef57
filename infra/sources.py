"""Reads the generated rules and dashboards of the checkout."""

from collections.abc import Mapping
from pathlib import Path

from infra.specs.platform import Sources
from infra.specs.settings import ALERT_TIMINGS


def load(checkout: Path) -> Sources:
    """Return the generated files below *checkout*."""
    rules, dashboards = checkout / "rules", checkout / "dashboards"
    return Sources(
        rules={
            timing: _texts(rules / "generated" / timing, "*.yaml")
            for timing in ALERT_TIMINGS
        },
        runbooks=_texts(rules / "generated" / "consoles", "*.html"),
        dashboards=_texts(dashboards / "generated", "*.json"),
    )


def _texts(folder: Path, pattern: str) -> Mapping[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.glob(pattern))}
