"""Runs checkov and reads what it says."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.supply.errors import ToolFailed
from tools.supply.report import Finding

_WORDS = (
    *("-m", "checkov.main", "--framework", "dockerfile", "github_actions"),
    *("--skip-download", "--compact", "--output", "json"),
)
# It goes on without a check of ours that cannot be loaded; we do not.
_NOT_LOADED = "Cannot load external check"
_BY_COMMENT = "skipped by a comment; accept it in tools/supply/accepted.toml instead"


def scan(
    python: Path, root: Path, checks: Path, files: Sequence[str]
) -> tuple[Finding, ...]:
    """
    Return what fails in *files* of *root*.

    Raises:
        ToolFailed: When it did not look at each of them with each check.
    """
    # -f takes every word that follows.
    argv = [str(python), *_WORDS, "--external-checks-dir", str(checks), "-f", *files]
    done = subprocess.run(
        argv,
        cwd=root,
        env={**os.environ, "LOG_LEVEL": "ERROR", "ANSI_COLORS_DISABLED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if _NOT_LOADED in done.stderr or done.returncode not in (0, 1):
        raise ToolFailed(f"checkov: {(done.stderr or done.stdout).strip()[-2000:]}")
    try:
        said = json.loads(done.stdout)
    except ValueError as error:
        raise ToolFailed(f"checkov said no JSON: {done.stdout[:300]!r}") from error
    results = [r["results"] for r in as_list(said) if "results" in r]
    unseen = set(files) - seen(results, root)
    if unseen:
        raise ToolFailed(f"checkov did not look at {', '.join(sorted(unseen))}")
    return tuple(findings(results, root))


def as_list(said: Any) -> list[Mapping[str, Any]]:
    """Return the results of all frameworks; those of a single one come bare."""
    return said if isinstance(said, list) else [said]


def seen(results: Sequence[Mapping[str, Any]], root: Path) -> set[str]:
    """Return the files for which there is any verdict."""
    kinds = ("passed_checks", "failed_checks", "skipped_checks")
    records = {_where(c, root) for r in results for kind in kinds for c in r[kind]}
    broken = {
        str(Path(root, file).relative_to(root))
        for r in results
        for file in r["parsing_errors"]
    }
    return records | broken


def findings(results: Sequence[Mapping[str, Any]], root: Path) -> Iterator[Finding]:
    """Yield what fails, what a comment hides, and what could not be read."""
    for result in results:
        for check in result["failed_checks"]:
            yield _finding(check, check["check_name"], root)
        for check in result["skipped_checks"]:
            yield _finding(check, f"{check['check_name']}: {_BY_COMMENT}", root)
        for file in result["parsing_errors"]:
            where = str(Path(root, file).relative_to(root))
            yield Finding(where=where, what="PARSING", detail="cannot be parsed")


def _finding(check: Mapping[str, Any], detail: str, root: Path) -> Finding:
    begin, end = check["file_line_range"]
    return Finding(
        where=_where(check, root),
        what=check["check_id"],
        line=begin,
        detail=f"lines {begin} to {end}: {detail}",
        fix=check.get("guideline") or "",
    )


def _where(check: Mapping[str, Any], root: Path) -> str:
    return str(Path(check["file_abs_path"]).relative_to(root.resolve()))
