"""Changed alerts, recording rules and dashboards, in words."""

from collections.abc import Iterator, Sequence

from tools.changes.dashboards import DashboardChange, PanelChange
from tools.changes.document import Block, Figure, code, fence, plain, table, text
from tools.changes.report import Compared
from tools.changes.resources import Kind
from tools.changes.rules import RuleChange

# Words of an alert are told by what differs; its expression is shown whole.
_WHOLE = "expr"
_MOST_SHOWN = 200


def rules(found: Sequence[Compared[RuleChange]]) -> Iterator[Block]:
    """Yield what differs in alerts and recording rules."""
    for compared in found:
        alerts = [each for each in compared.changes if each.is_alert]
        records = [each for each in compared.changes if not each.is_alert]
        for name, changed in (("Alerts", alerts), ("Recording rules", records)):
            if changed:
                yield from _rules(name, compared.source, changed)


def dashboards(found: Compared[DashboardChange] | None) -> Iterator[Block]:
    """Yield what differs in dashboards."""
    if found is None or not found.changes:
        return
    rows = [
        [plain(each.title), str(each.kind), str(len(each.panels))]
        for each in found.changes
    ]
    heads = ["Dashboard", "", "Panels that differ:"]
    yield text(
        f"### Dashboards, compared with {plain(found.source)}\n\n{table(heads, rows)}"
    )
    for each in found.changes:
        yield _dashboard(each)


def _rules(name: str, source: str, changed: list[RuleChange]) -> Iterator[Block]:
    rows = [
        [code(each.name), str(each.kind), plain(", ".join(_summary(each)))]
        for each in changed[:_MOST_SHOWN]
    ]
    title = f"### {name}, compared with {plain(source)}"
    yield text(f"{title}\n\n{table(['Rule', '', 'What differs'], rows)}")
    yield Block(
        summary=f"{name}: before and after",
        text="\n\n".join(map(_rule, changed[:_MOST_SHOWN])),
    )


def _summary(change: RuleChange) -> Sequence[str]:
    if change.kind is not Kind.CHANGED:
        side = change.after or change.before
        keys = ("for", "labels.severity")
        return [f"{key.rpartition('.')[2]} {side[key]}" for key in keys if key in side]
    return [
        key if key == _WHOLE else f"{key.rpartition('.')[2]} {_arrow(change, key)}"
        if key in ("for", "labels.severity") else key.rpartition(".")[2]
        for key in change.fields
    ]  # fmt: skip


def _arrow(change: RuleChange, key: str) -> str:
    before, after = change.before.get(key), change.after.get(key)
    return f"{before or 'nothing'} → {after or 'nothing'}"


def _rule(change: RuleChange) -> str:
    parts = [f"**{plain(change.name)}**: {change.kind}"]
    for side, fields in (("Before", change.before), ("After", change.after)):
        if fields and _WHOLE in change.fields:
            parts.append(f"{side}:\n\n{fence(fields[_WHOLE], 'promql')}")
    rest = [key for key in change.fields if key != _WHOLE]
    if rest and change.kind is Kind.CHANGED:
        rows = [
            [code(key), *(_value(s.get(key)) for s in (change.before, change.after))]
            for key in rest
        ]
        parts.append(table(["", "Before", "After"], rows))
    return "\n\n".join(parts)


def _value(words: str | None) -> str:
    return code(words) if words else "nothing"


def _dashboard(each: DashboardChange) -> Block:
    lines = [_panel(panel) for panel in each.panels]
    return Block(
        summary=f"{plain(each.title)}: {each.kind}",
        text="\n".join(lines) or "No panel of its own differs.",
        figures=tuple(_figures(each)),
    )


def _panel(panel: PanelChange) -> str:
    change = panel.change
    if change.before is None:
        what = "added"
    elif change.after is None:
        what = "removed"
    else:
        what = ", ".join(map(code, change.edits)) or "moved"
    return f"- **{plain(change.title)}**: {what}"


def _figures(each: DashboardChange) -> Iterator[Figure]:
    for panel in each.panels:
        if panel.before:
            yield Figure(caption=f"{panel.change.title}, before", svg=panel.before)
        if panel.after:
            yield Figure(caption=f"{panel.change.title}, after", svg=panel.after)
