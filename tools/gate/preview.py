"""The last stage: Pulumi's preview, judged by policies and by what it would lose."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policies import exemptions
from policies.catalogue import POLICIES
from tools.bootstrap import private_files
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.changes.errors import ChangesError
from tools.gate import events
from tools.gate.model import Result, State
from tools.gate.table import PREVIEW

# In a folder of the stack's home, which only its user reads.
FOLDER = "preview"
DOCUMENT = "preview.json"
EVENTS = "events.jsonl"
PLAN = "plan.json"
# Said after every reason.
_FAILED = "error: preview failed"


def run(pulumi: PulumiCli, stack_folder: Path) -> Result:
    """
    Preview the stack, leaving document, events, plan and report in its folder.

    Args:
        stack_folder: The stack's home.
    """
    folder = private_files.private_folder(stack_folder / FOLDER)
    for name in (EVENTS, PLAN):
        # Pulumi would make them for everybody to read.
        private_files.replace(folder / name, "")
    code, said = pulumi.preview(events=folder / EVENTS, plan=folder / PLAN)
    text = document_of(said)
    private_files.replace(folder / DOCUMENT, text)
    happened = events.parse((folder / EVENTS).read_text())
    problems = problems_of(code, said, _parsed(text), happened)
    if not problems:
        problems = _lost(folder)
    if problems:
        return Result(
            stage=PREVIEW,
            state=State.FAILED,
            said=problems[0].splitlines()[0],
            output="\n".join(problems),
        )
    summary = _parsed(text).get("changeSummary", {})
    changed = {name: count for name, count in summary.items() if name != "same"}
    return Result(
        stage=PREVIEW,
        state=State.PASSED,
        said=", ".join(f"{count} {name}" for name, count in changed.items())
        or "no change",
        output=report(pulumi, folder),
    )


def _lost(folder: Path) -> list[str]:
    # What draws the report is much to import, and an update makes none.
    from tools.changes.stack import losses

    try:
        return [f"refused: {loss}" for loss in losses(folder)]
    except ChangesError as error:
        return [f"no change report: {error}"]


def report(pulumi: PulumiCli, folder: Path) -> str:
    """Return what would change, for people, from the files of a preview."""
    return pulumi.replayed(folder / EVENTS)


def document_of(said: str) -> str:
    """Return the JSON document among what Pulumi wrote; empty without one."""
    lines = said.splitlines()
    if "{" not in lines or "}" not in lines:
        return ""
    last = len(lines) - lines[::-1].index("}")
    return "\n".join(lines[lines.index("{") : last]) + "\n"


def problems_of(
    code: int,
    said: str,
    document: Mapping[str, Any],
    happened: Sequence[events.Event],
) -> list[str]:
    """
    Return what is wrong with a preview.

    Args:
        code: Pulumi's exit code.
        said: All that it wrote.
        document: The preview as JSON.
        happened: The engine's events.
    """
    refused = events.refusals(happened)
    errors = [
        str(each["message"]).strip()
        for each in document.get("diagnostics", ())
        if each.get("severity") == "error" and str(each["message"]).strip() != _FAILED
    ]
    if code and not (refused or errors):
        # It ended early: whatever it has said is what there is to know.
        told = [
            str(each["message"]).strip() for each in document.get("diagnostics", ())
        ]
        beside = said.replace(document_of(said), "").strip()
        return [*told, beside or f"pulumi ended with {code}"]
    names = [*(policy.name for policy in POLICIES), exemptions.POLICY]
    # A program that failed has declared too little for a verdict.
    undecided = [] if code else events.could_not_run(happened, names)
    return [
        *(f"refused by policy {each}" for each in refused),
        *errors,
        *(f"no verdict of policy {each}" for each in undecided),
    ]


def _parsed(text: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text) if text else {}
    return found
