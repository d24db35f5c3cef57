"""The page: newest first, every text escaped, no script."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from notifications.store import Notification

REFRESH_S = 10
# Nothing is loaded but the style below, and nothing may run.
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
_LINKS = {"runbook_url": "Runbook", "dashboard_url": "Dashboard"}
_SHOWN_LABELS = ("service", "owner", "environment")
_HEAD = ("Received", "Status", "Severity", "Alert", "Where", "")

STYLE = """\
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 78rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
p { margin: .3rem 0; }
.quiet, .description { color: #64748b; }
table { border-collapse: collapse; margin-top: 1.2rem; width: 100%; }
th { color: #64748b; font-weight: 600; text-align: left; }
th, td { border-bottom: 1px solid #cbd5e166; padding: .55rem .6rem;
  vertical-align: top; }
td:first-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
.badge { border-radius: 1rem; color: #fff; display: inline-block; font-size: .85rem;
  padding: 0 .6rem; }
.firing, .critical { background: #b91c1c; }
.resolved { background: #15803d; }
.warning { background: #b45309; }
.info { background: #1d4ed8; }
.other { background: #475569; }
a { color: #2563eb; margin-right: .7rem; white-space: nowrap; }
"""


def page(stack: str, notifications: Sequence[Notification]) -> str:
    """Return the page; *notifications* come newest first."""
    firing = _still_firing(notifications)
    title = f"{f'({firing}) ' if firing else ''}Notifications of {stack}"
    rows = "\n".join(_row(each) for each in notifications)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        f'<meta http-equiv="refresh" content="{REFRESH_S}">'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="/style.css"></head>\n<body>'
        f"<h1>Notifications of {escape(stack)}</h1>\n"
        f'<p class="quiet">{_summary(notifications, firing)}</p>\n'
        f"{_table(rows) if rows else _NOTHING}"
        "</body></html>\n"
    )


_NOTHING = (
    "<p>No alert has been delivered yet. Alertmanager sends each one here, whatever"
    " other receivers are set.</p>\n"
)


def _summary(notifications: Sequence[Notification], firing: int) -> str:
    counts = Counter(each.delivery.status for each in notifications)
    told = ", ".join(f"{counts[word]} {word}" for word in ("firing", "resolved"))
    return (
        f"What Alertmanager delivered, newest first: {told}."
        f" Without an end so far: {firing}. Refreshes every {REFRESH_S} s."
    )


def _still_firing(newest_first: Iterable[Notification]) -> int:
    last: dict[str, str] = {}
    for each in newest_first:
        last.setdefault(each.delivery.fingerprint, each.delivery.status)
    return sum(status == "firing" for status in last.values())


def _table(rows: str) -> str:
    head = "".join(f"<th>{word}</th>" for word in _HEAD)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n"


def _row(notification: Notification) -> str:
    delivery = notification.delivery
    labels, annotations = delivery.labels, delivery.annotations
    received = datetime.fromtimestamp(notification.received_at, UTC)
    summary = annotations.get("summary") or "no summary"
    cells = (
        received.strftime("%Y-%m-%d %H:%M:%S UTC"),
        _badge(delivery.status),
        _badge(labels.get("severity", "")),
        f"<strong>{escape(labels.get('alertname', ''))}</strong>: {escape(summary)}"
        f'<p class="description">{escape(annotations.get("description", ""))}</p>',
        "<br>".join(escape(labels[key]) for key in _SHOWN_LABELS if labels.get(key)),
        "".join(_link(annotations, key, text) for key, text in _LINKS.items()),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _badge(word: str) -> str:
    known = ("firing", "resolved", "critical", "warning", "info")
    kind = word if word in known else "other"
    return f'<span class="badge {kind}">{escape(word)}</span>' if word else ""


def _link(annotations: Mapping[str, str], key: str, text: str) -> str:
    address = annotations.get(key, "")
    # An annotation could hold javascript: too.
    if urlsplit(address).scheme not in ("http", "https"):
        return ""
    return f'<a href="{escape(address)}" rel="noreferrer">{text}</a>'
