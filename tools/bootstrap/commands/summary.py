"""`make summary`: what the commands before have written, where a reviewer looks."""

import os
from pathlib import Path

from tools.bootstrap import artifacts
from tools.bootstrap.context import Context

# GitHub takes no more for one step.
LARGEST_BYTES = 1 << 20
_CUT = "\n\nThe rest is in the artefacts of this run.\n"


def run(context: Context) -> int:
    """Append what was written to GitHub's summary, or print it."""
    # Where the gate leaves its preview, and the report on it.
    preview = context.where.stack(context.stack) / "preview"
    files = artifacts.summaries(context.where.checkout / artifacts.FOLDER, preview)
    text = joined([path.read_text() for path in files])
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if not target:
        print(text)
        return 0
    with Path(target).open("a") as file:
        file.write(text)
    print(f"{len(files)} parts are on the page of this run")
    return 0


def joined(texts: list[str]) -> str:
    """Return *texts* as one, cut where GitHub would refuse it."""
    whole = "\n".join(text.rstrip() + "\n" for text in texts)
    if len(whole.encode()) <= LARGEST_BYTES:
        return whole
    room = LARGEST_BYTES - len(_CUT.encode())
    # Whole lines; and a character of several bytes is not cut through.
    kept = whole.encode()[:room].decode(errors="ignore")
    return kept[: kept.rfind("\n") + 1].rstrip() + _CUT
