"""The post-incident report: what happened, when, why, and what was done."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from aiops.domain.anomalies import Anomaly
from aiops.domain.incidents.model import Event, Incident
from aiops.domain.incidents.slo import impact
from aiops.domain.incidents.wording import title

_MOST_ROWS = 30


def report(
    incident: Incident,
    diagnosis: Mapping[str, Any] | None,
    events: Sequence[Event],
    now_s: float,
) -> str:
    """Return the report in Markdown; its pictures are Mermaid's."""
    known = diagnosis or {}
    parts = [
        f"# {incident.id}: {_plain(title(incident))}",
        _facts(incident, known, now_s),
        _causes(known),
        _chain(known),
        _gantt(incident, now_s),
        _timeline(events),
        _evidence(incident),
        _promises(incident, now_s),
        "## What we learnt\n\n- What went well:\n- What went badly:\n- Follow-ups:",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(incident: Incident, known: Mapping[str, Any], now_s: float) -> str:
    end_s = incident.resolved_s
    found_s = incident.opened_s - incident.began_s
    lasted_s = (now_s if end_s is None else end_s) - incident.began_s
    rows = [
        ("Severity", incident.severity.value),
        ("Status", incident.status.value),
        ("Began", _moment(incident.began_s)),
        (
            "Found",
            f"{_moment(incident.opened_s)}, {found_s:.0f} s after it began",
        ),
        ("Acknowledged", _by(incident.acknowledged_s, incident.acknowledged_by)),
        ("Resolved", _by(end_s, incident.resolved_by)),
        ("Lasted", f"{lasted_s / 60:.1f} min" + ("" if end_s else " so far")),
        ("Services", ", ".join(incident.services)),
        ("Alerts", str(len(incident.alerts))),
    ]
    if known.get("failing_share"):
        rows.append(("Failing requests", f"{known['failing_share']:.0%} (estimated)"))
    if incident.reopened:
        rows.append(("Reopened", f"{incident.reopened} times"))
    return _table(("", ""), rows)


def _causes(known: Mapping[str, Any]) -> str:
    causes = known.get("causes", [])
    if not causes:
        return "## Cause\n\nNothing spoke for any service."
    lines = ["## Cause"]
    for number, cause in enumerate(causes, start=1):
        where = f"{cause['service']} {cause['operation']}".strip()
        lines.append(f"\n{number}. **{_plain(where)}**, {cause['confidence']:.0%}")
        lines += [f"   - {_plain(text)}" for text in cause["evidence"]]
    return "\n".join(lines)


def _chain(known: Mapping[str, Any]) -> str:
    chain = known.get("chain", [])
    if len(chain) < 2:
        return ""
    nodes = [f'  n{number}["{_label(place)}"]' for number, place in enumerate(chain)]
    edges = [f"  n{number} --> n{number + 1}" for number in range(len(chain) - 1)]
    drawn = "\n".join(["flowchart LR", *nodes, *edges])
    return f"## From cause to symptom\n\n```mermaid\n{drawn}\n```"


def _gantt(incident: Incident, now_s: float) -> str:
    if not incident.anomalies:
        return ""
    lines = ["gantt", "  dateFormat X", "  axisFormat %H:%M:%S"]
    service = None
    for each in sorted(incident.anomalies, key=lambda a: (a.service, a.started_s))[
        :_MOST_ROWS
    ]:
        if each.service != service:
            service = each.service
            lines.append(f"  section {_word(service)}")
        end_s = now_s if each.ended_s is None else each.ended_s
        name = _word(f"{each.signal.value} {each.operation}")
        lines.append(
            f"  {name} :{each.started_s:.0f}, {max(end_s, each.started_s + 1):.0f}"
        )
    drawn = "\n".join(lines)
    return f"## When what stood out\n\n```mermaid\n{drawn}\n```"


def _timeline(events: Sequence[Event]) -> str:
    rows = [
        (_moment(each.time_s), each.kind.value, each.by, each.text) for each in events
    ]
    return "## Timeline\n\n" + _table(("Time", "What", "By", ""), rows)


def _evidence(incident: Incident) -> str:
    rows = [
        (each.service, each.reason, _moment(each.started_s), _lasted(each))
        for each in incident.anomalies[:_MOST_ROWS]
    ]
    rows += [
        (
            each.service,
            f"alert {each.name}: {each.summary}",
            _moment(each.started_s),
            "",
        )
        for each in incident.alerts[:_MOST_ROWS]
    ]
    header = ("Service", "What was seen", "From", "For")
    return "## Evidence\n\n" + _table(header, rows)


def _promises(incident: Incident, now_s: float) -> str:
    end_s = now_s if incident.resolved_s is None else incident.resolved_s
    rows = [
        (
            each.service,
            each.objective,
            f"{each.promised:.1%}",
            f"{each.burn:.0f}x",
            f"{each.budget_share:.2%}",
        )
        for each in impact(incident, end_s)
    ]
    if not rows:
        return ""
    header = ("Service", "Objective", "Promised", "Burn", "Budget used, at most")
    return "## What it cost of our promises\n\n" + _table(header, rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([_plain(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """Return *text* so that it is no Markdown and no HTML."""
    flat = " ".join(text.split())
    for sign in "\\`*_[]|#":
        flat = flat.replace(sign, f"\\{sign}")
    return flat.replace("<", "&lt;")


def _label(place: Mapping[str, str]) -> str:
    text = f"{place['service']} {place['operation']}".strip()
    return text.replace('"', "'").replace("<", "&lt;").replace("`", "'")


def _word(text: str) -> str:
    """Return *text* without what means something in a Gantt chart."""
    return "".join(sign for sign in text if sign not in ":;,#\n`").strip() or "-"


def _moment(time_s: float) -> str:
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _by(time_s: float | None, by: str) -> str:
    return "no" if time_s is None else f"{_moment(time_s)}, by {by or 'nobody'}"


def _lasted(anomaly: Anomaly) -> str:
    if anomaly.ended_s is None:
        return "still"
    return f"{anomaly.ended_s - anomaly.started_s:.0f} s"
