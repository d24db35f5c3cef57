"""Reads what the report is made from: files, folders, and another revision."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from infra.specs.settings import ALERT_TIMINGS, DEV_STACK
from policies.model import FOLDER
from previews import git
from tools.changes import packages
from tools.changes.errors import InputError
from tools.changes.packages import Bill
from tools.changes.preview import Preview

ROOT = Path(__file__).parents[2]
RULES = "rules/generated"
DASHBOARDS = "dashboards/generated"
# Folders of the stack that hold the files which the two above become.
_RULES_FOLDER = ("prometheus-config",)
_DASHBOARD_FOLDERS = ("grafana-dashboards", "previews-dashboards")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

Texts = Mapping[str, str]
Sides = tuple[Texts, Texts]


def text(path: Path) -> str:
    """
    Return a file's text.

    Raises:
        InputError: When it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from error


def plan(path: Path) -> str:
    """Return how a saved plan is told from others: its name and its content's hash."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error}") from error
    return f"{path.name}, sha256 {hashlib.sha256(content).hexdigest()[:16]}"


def rules_of_base(base: str, preview: Preview) -> Sides:
    """Return the rules of a revision and of the checkout, those that the stack has."""
    folder = f"{RULES}/{_timing(preview)}"
    return git.texts_of(base, folder, ".yaml"), _texts(ROOT / folder, "*.yaml")


def dashboards_of_base(base: str) -> Sides:
    """Return the dashboards of a revision and those of the checkout."""
    return git.texts_of(base, DASHBOARDS), _texts(ROOT / DASHBOARDS, "*.json")


def rules_of_stack(preview: Preview) -> Sides | None:
    """Return the rules that run and those that would; None where nothing runs."""
    return _mounted(preview, _RULES_FOLDER, "rules/")


def dashboards_of_stack(preview: Preview) -> Sides | None:
    """Return the dashboards that run and those that would; None where nothing runs."""
    return _mounted(preview, _DASHBOARD_FOLDERS, "")


def bills(folder: Path | None) -> Mapping[str, Bill]:
    """
    Return the bills of materials in *folder*, by every digest that they name as theirs.

    Raises:
        InputError: When there are none, or one cannot be read.
    """
    if folder is None:
        return {}
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InputError(f"{folder} holds no bill of materials (*.json); name another")
    found: dict[str, Bill] = {}
    for file in files:
        content = text(file)
        bill = packages.parse(content, str(file))
        described = json.dumps(json.loads(content).get("metadata", {}))
        found |= dict.fromkeys(_DIGEST.findall(described), bill)
    return found


def _timing(preview: Preview) -> str:
    """Return which folder of rules the stack mounts; like infra.specs.settings."""
    given = preview.config.get("pharos:alertTiming")
    default = ALERT_TIMINGS[0] if preview.stack == DEV_STACK else ALERT_TIMINGS[1]
    return given if given in ALERT_TIMINGS else default


def _texts(folder: Path, pattern: str) -> Texts:
    return {path.name: text(path) for path in sorted(folder.glob(pattern))}


def _mounted(preview: Preview, names: tuple[str, ...], prefix: str) -> Sides | None:
    for step in preview.steps:
        if step.urn.type == FOLDER and step.urn.name in names and step.old and step.new:
            sides = (step.old.inputs.get("files"), step.new.inputs.get("files"))
            old, new = (dict(_files(side, prefix)) for side in sides)
            return old, new
    return None


def _files(side: object, prefix: str) -> Iterator[tuple[str, str]]:
    for name, content in side.items() if isinstance(side, Mapping) else ():
        if name.startswith(prefix) and name.endswith((".yaml", ".json")):
            yield name.removeprefix(prefix), str(content)
