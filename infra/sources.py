"""Reads the generated rules and dashboards of the checkout."""

from collections.abc import Mapping
from pathlib import Path

from infra.specs.platform import Sources


def load(checkout: Path) -> Sources:
    """Return the generated files below *checkout*."""
    return Sources(
        rules=_texts(checkout / "rules" / "generated", "*.yaml"),
        dashboards=_texts(checkout / "dashboards" / "generated", "*.json"),
    )


def _texts(folder: Path, pattern: str) -> Mapping[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.glob(pattern))}
