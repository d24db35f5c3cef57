"""`make release`: a manifest of what a stack runs and what was shown of it."""

import os
import time
from pathlib import Path

from tools.bootstrap.context import Context
from tools.bootstrap.stack_settings import known_stacks
from tools.release import manifest, proofs, recording, signing
from tools.release.errors import ReleaseError
from tools.release.history import History
from tools.release.notes import notes
from tools.release.record import Release

FOLDER = "dist"
SBOMS = "sbom"


def run(context: Context) -> int:
    """Write manifest, notes and, with a key, the signed envelope."""
    where = context.where
    released = current(recording.history(where, context.stack), context.stack)
    asked = proofs.wanted(released, context.stack)
    document = manifest.manifest(
        released, _around(context), asked, proofs.find(where.home, asked)
    )
    folder = where.checkout / FOLDER
    folder.mkdir(exist_ok=True)
    key = context.arguments.key
    files = {
        "release.json": manifest.text_of(document),
        "release-notes.md": notes(
            document, (where.checkout / "CHANGELOG.md").read_text(), signed=bool(key)
        ),
    }
    envelope = folder / "release.dsse.json"
    if key:
        files[envelope.name] = signing.envelope(document, Path(key))
    else:
        # One that was signed for another manifest would be taken for this one's.
        envelope.unlink(missing_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    print(f"{FOLDER}/: {', '.join(files)}: version {released.version}, {released}")
    for kind, said in document["evidence"].items():
        if said["state"] != "passed":
            print(f"Notice: {kind} is not shown for this content: `{said['command']}`")
    if not key:
        print("Notice: not signed; `make release KEY=file.pem` signs it")
    return 0


def current(history: History, stack: str) -> Release:
    """
    Return the release that *stack* runs.

    Raises:
        ReleaseError: When its last update has not succeeded, or there was none.
    """
    found = history.current()
    if found is None or history.is_underway:
        raise ReleaseError(
            f"the last update of stack {stack!r} has not succeeded, so there is nothing"
            f" to release; run `make up STACK={stack}`"
        )
    return found


def _around(context: Context) -> manifest.Surroundings:
    where = context.where
    stacks = {
        stack: found
        for stack in known_stacks(where.checkout)
        if (found := recording.history(where, stack).current())
    }
    return manifest.Surroundings(
        made_at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        configs={stack: found.config for stack, found in stacks.items()},
        sboms=manifest.digests(where.checkout / FOLDER / SBOMS, proofs.hash_of),
        ci_run=_ci_run(),
    )


def _ci_run() -> str:
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run_id = (os.environ.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run_id}" if run_id else ""
