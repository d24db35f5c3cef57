"""Every promtool test file: those written as YAML, and those written as scenarios."""

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.rules import cases

CASES = Path(__file__).parent
Document = Mapping[str, Any]


@cache
def documents() -> Mapping[str, Document]:
    """Return each test file's content by its name."""
    written = {
        path.name: yaml.safe_load(path.read_text())
        for path in sorted(CASES.glob("*.test.yaml"))
    }
    return {**written, **dict(_from_scenarios())}


def _from_scenarios() -> Iterator[tuple[str, Document]]:
    for module in pkgutil.iter_modules(cases.__path__):
        found = importlib.import_module(f"{cases.__name__}.{module.name}")
        for number, family in enumerate(found.FAMILIES, 1):
            yield f"{module.name}-{number}.test.yaml", family.document()


def write(folder: Path, chosen: Mapping[str, Document]) -> list[str]:
    """Write test files into *folder* and return their names."""
    for name, document in chosen.items():
        # JSON is YAML, and written a hundred times faster.
        (folder / name).write_text(json.dumps(document))
    return sorted(chosen)
