"""What a run leaves for whoever looks at it later: files below artifacts/."""

import json
from pathlib import Path

FOLDER = "artifacts"


def write(checkout: Path, name: str, content: object) -> Path:
    """Write text, or anything else as JSON, and return where it lies."""
    path = checkout / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    path.write_text(text if text.endswith("\n") else f"{text}\n")
    return path


def summaries(*folders: Path) -> list[Path]:
    """Return the Markdown that runs have left below *folders*, sorted in each."""
    return [path for each in folders for path in sorted(each.rglob("*.md"))]
