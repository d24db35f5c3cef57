"""The report in words: one function per section."""

import re
from collections.abc import Iterator, Sequence

from tools.changes import cost
from tools.changes.cost import Limits
from tools.changes.document import Block, code, fence, plain, table, text
from tools.changes.image_sections import images
from tools.changes.monitoring_sections import dashboards, rules
from tools.changes.properties import Property
from tools.changes.report import Report
from tools.changes.resources import Change, Kind

_FATES = (Kind.CREATED, Kind.CHANGED, Kind.REPLACED, Kind.DELETED)
# A file of a thousand lines that is new is told by its length.
_LONGEST_DIFF = 120
_LONGEST_VALUE = 160
# What is told in words elsewhere in the report, or is made from something else.
_TOLD_ELSEWHERE = re.compile(r"files\.(rules/.*\.yaml|consoles/.*\.html|.*\.json)")


def blocks(report: Report) -> list[Block]:
    """Return every section that has something to say."""
    return [
        text(f"{marker(report.stack)}\n## Changes to {code(report.stack)}"),
        *_verdict(report),
        *_warnings(report),
        *_resources(report),
        *rules(report.given.rules),
        *dashboards(report.given.dashboards),
        *_policies(report),
        *images(report.images),
        *_cost(report),
        *_plan(report),
    ]


def marker(stack: str) -> str:
    """Return what a comment of this stack is found again by; it is not shown."""
    return f"<!-- pharos-changes:{stack} -->"


def _verdict(report: Report) -> Iterator[Block]:
    counts = ", ".join(f"{n} {k}" for k in _FATES if (n := report.count(k)))
    said = f"{counts}." if counts else "No resource changes."
    yield text(f"{'**Refused.** ' if report.is_refused else ''}{said}")


def _warnings(report: Report) -> Iterator[Block]:
    lines = [f"- **Pulumi refuses**: {plain(each)}" for each in report.problems]
    lines += [
        f"- **Data loss, refused**: {plain(loss.refusal(report.stack))}."
        for loss in report.refused
    ]
    lines += [
        f"- **Data loss, allowed** by policies/exemptions.toml: {plain(loss.what)}."
        for loss in report.allowed
    ]
    lines += [f"- **Downtime**: {plain(each)}." for each in report.downtimes]
    if lines:
        yield text("\n".join(lines))


def _resources(report: Report) -> Iterator[Block]:
    if not report.services:
        return
    rows = [
        [
            plain(service),
            plain(group[0].owner),
            *(str(sum(c.kind is kind for c in group) or "") for kind in _FATES),
        ]
        for service, group in report.services.items()
    ]
    heads = ["Service", "Owner", *(f"{kind.capitalize()}:" for kind in _FATES)]
    yield text(f"### Resources\n\n{table(heads, rows)}")
    for service, group in report.services.items():
        yield Block(
            summary=f"{plain(service)}: {_names(group)}",
            text="\n\n".join(map(_change, group)),
        )


def _names(group: Sequence[Change]) -> str:
    shown = [f"{change.short_type} {change.name} {change.kind}" for change in group]
    more = f" and {len(shown) - 4} more" if len(shown) > 4 else ""
    return plain(", ".join(shown[:4])) + more


def _change(change: Change) -> str:
    because = (
        f" because of {plain(', '.join(change.because))}" if change.because else ""
    )
    head = (
        f"**{plain(change.short_type)} {plain(change.name)}**: {change.kind}{because}"
    )
    if change.kind not in (Kind.CHANGED, Kind.REPLACED):
        return head
    short = [each for each in change.properties if not each.is_text]
    rows = [[code(p.path), _value(p.before), _value(p.after)] for p in short]
    parts = [table(["Property", "Before", "After"], rows)] if rows else []
    parts += [_lines(each) for each in change.properties if each.is_text]
    return "\n\n".join([head, *parts])


def _value(words: str) -> str:
    if len(words) > _LONGEST_VALUE:
        return f"{code(words[:_LONGEST_VALUE])}… ({len(words)} characters)"
    return code(words) if words else "nothing"


def _lines(each: Property) -> str:
    lines = each.lines
    shown = f"{code(each.path)}: {each.counted}"
    if len(lines) > _LONGEST_DIFF or _TOLD_ELSEWHERE.fullmatch(each.path):
        return shown
    return f"{shown}\n\n{fence(chr(10).join(lines), 'diff')}"


def _policies(report: Report) -> Iterator[Block]:
    verdicts = report.given.verdicts
    if verdicts is None:
        yield text("### Policies\n\nNot asked.")
        return
    said = (
        f"{verdicts.policies} policies, {verdicts.passed + verdicts.failed} judgements:"
        f" {verdicts.passed} passed, {verdicts.failed} failed."
    )
    lines = [
        f"- **{plain(each.policy)}** ({plain(each.level)}) {plain(each.message)}"
        for each in verdicts.violations
    ]
    yield text(
        "\n\n".join(["### Policies", said, *(["\n".join(lines)] if lines else [])])
    )


def _cost(report: Report) -> Iterator[Block]:
    if not report.costs:
        return
    whole = cost.total(report.costs)
    changed = [each for each in report.costs if each.differs]
    said = (
        f"{_limits(whole.before)} before, {_limits(whole.after)} after."
        if changed
        else f"{_limits(whole.after)}, as before."
    )
    which = (
        "Limits of all containers together"
        if report.is_whole
        else "Limits of the containers that change (the preview leaves the others out)"
    )
    rows = [[plain(e.service), _limits(e.before), _limits(e.after)] for e in changed]
    shown = [table(["Service", "Before:", "After:"], rows)] if rows else []
    yield text("\n\n".join([f"### CPU and memory\n\n{which}: {said}", *shown]))


def _limits(limits: Limits) -> str:
    return f"{limits.memory_mib:g} MiB, {limits.cpus:g} CPU"


def _plan(report: Report) -> Iterator[Block]:
    if report.given.plan:
        yield text(f"Saved plan: {plain(report.given.plan)}.")
