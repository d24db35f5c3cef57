"""`secrets`: no tracked file, and no commit since a base, holds a secret."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from tools.supply.accepted import Accepted
from tools.supply.git_files import Blob, since, tracked
from tools.supply.judge import judge
from tools.supply.report import Finding, Report
from tools.supply.secret_detection import (
    Found,
    Secret,
    cache_file,
    detect_all,
    read_cache,
    write_cache,
)

COMMAND = "secrets"
Say = Callable[[str], None]


def run(
    root: Path,
    cache: Path,
    entries: Iterable[Accepted],
    today: date,
    *,
    base: str = "",
    say: Say,
) -> Report:
    """
    Look at every tracked file of *root*, and at what came in since *base*.

    Raises:
        UsageError: When *root* is no checkout, or *base* no commit of it.
    """
    files = tracked(root)
    history = since(root, base) if base else ()
    blobs = sorted({*files, *history})
    found = look(root, blobs, cache_file(cache), say)
    findings = [_finding(b, s, set(files)) for b in blobs for s in found[b]]
    judged = judge(COMMAND, dict.fromkeys(findings), entries, today)
    commits = f", {len(set(history) - set(files))} more since {base}" if base else ""
    return Report(
        command=COMMAND,
        examined=f"{len(files)} tracked files{commits}",
        findings=judged.findings,
        accepted=judged.accepted,
    )


def look(root: Path, blobs: Iterable[Blob], file: Path, say: Say) -> Found:
    """Return what is in each of *blobs*; looks at those that *file* does not know."""
    known = read_cache(file)
    fresh = [blob for blob in blobs if blob not in known]
    if fresh:
        say(f"looking at {len(fresh)} contents that are new")
        known |= dict(detect_all(root, fresh))
        write_cache(file, known)
    return known


def _finding(blob: Blob, secret: Secret, present: set[Blob]) -> Finding:
    past = "" if blob in present else f" of a commit's content {blob.id[:12]}"
    return Finding(
        where=blob.path,
        what=f"{secret.kind} {secret.digest}",
        line=secret.line,
        detail=f"line {secret.line}{past} looks like a secret",
        fix="revoke it, then remove it",
    )
