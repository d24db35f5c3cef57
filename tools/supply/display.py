"""Shows a report: tables for people, JSON for programs."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tools.supply.report import Finding, Report, Verdict

_STYLES = {
    Verdict.PASSED: "green",
    Verdict.FAILED: "red",
    Verdict.NOT_AUDITED: "yellow",
}


def as_json(report: Report) -> dict[str, Any]:
    """Return *report* in the shape of ``--json``."""
    return {
        "command": report.command,
        "verdict": report.verdict.value,
        "examined": report.examined,
        "findings": [asdict(each) for each in report.findings],
        "listed": [asdict(each) for each in report.listed],
        "accepted": [
            {**asdict(each), "reason": entry.reason, "until": _day(entry.until)}
            for each, entry in report.accepted
        ],
        "not_audited": list(report.not_audited),
    }


def show(report: Report, console: Console) -> None:
    """Print *report*."""
    if report.findings:
        console.print(_findings(report.findings, "what fails"))
    if report.listed:
        console.print(_findings(report.listed, "known, not failing"))
    if report.accepted:
        rows = [(f.where, f.what, entry.reason) for f, entry in report.accepted]
        console.print(_table("accepted", ("where", "what", "reason"), rows))
    for reason in report.not_audited:
        console.print(Text(f"not audited: {reason}", style="yellow"))
    line = Text(f"{report.command}: ")
    line.append(report.verdict.value, style=_STYLES[report.verdict])
    line.append(f" ({'; '.join([report.examined, *_counts(report)])})")
    console.print(line)


def _counts(report: Report) -> list[str]:
    counts = {
        "found": len(report.findings),
        "listed": len(report.listed),
        "accepted": len(report.accepted),
    }
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return [said] if said else []


def _findings(findings: Sequence[Finding], title: str) -> Table:
    rated = any(each.severity for each in findings)
    rows = [
        (
            each.where,
            each.what,
            *([each.severity] if rated else []),
            each.detail,
            each.fix,
        )
        for each in findings
    ]
    columns = ("where", "what", *(["severity"] if rated else []), "finding", "fix")
    return _table(title, columns, rows)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _day(day: object) -> str | None:
    return str(day) if day is not None else None
