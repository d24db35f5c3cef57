"""Sets what was accepted apart from what fails; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tools.supply.accepted import Accepted
from tools.supply.report import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Findings that fail, and findings that were accepted, with the entries."""

    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]


def judge(
    command: str,
    found: Iterable[Finding],
    entries: Iterable[Accepted],
    today: date,
    *,
    complete: bool = True,
) -> Judged:
    """
    Return what fails *command*.

    Args:
        complete: All was looked at, so that an entry that matches nothing is a
            leftover, which fails too: it would hide what comes later.
    """
    own = [entry for entry in entries if entry.command == command]
    current = [e for e in own if e.until is None or today <= e.until]
    failing, accepted, used = [], [], set()
    for finding in found:
        entry = next(
            (e for e in current if e.covers(finding.where, finding.what)), None
        )
        if entry is None:
            failing.append(finding)
        else:
            accepted.append((finding, entry))
            used.add(entry)
    failing += [_ended(entry) for entry in own if entry not in current]
    if complete:
        failing += [_unused(entry) for entry in current if entry not in used]
    return Judged(findings=tuple(failing), accepted=tuple(accepted))


def _ended(entry: Accepted) -> Finding:
    return Finding(
        where=entry.where,
        what=entry.what,
        detail=f"was accepted until {entry.until} ({entry.reason})",
        fix="mend it, or decide anew in tools/supply/accepted.toml",
    )


def _unused(entry: Accepted) -> Finding:
    return Finding(
        where=entry.where,
        what=entry.what,
        detail=f"is accepted ({entry.reason}), but there is no such finding",
        fix="remove the entry from tools/supply/accepted.toml",
    )
