"""What each channel is sent; nothing that could be a secret is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiops.domain.anomalies import Severity
from aiops.domain.incidents.model import Incident
from aiops.domain.incidents.notices import NoticeKind
from aiops.domain.incidents.wording import title, worst_anomaly

# https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
_PAGERDUTY_SEVERITY = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
}
_PAGERDUTY_ACTION = {
    NoticeKind.ACKNOWLEDGED: "acknowledge",
    NoticeKind.RESOLVED: "resolve",
}
_LONGEST_SUMMARY = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """
    What is told of an incident, as it is when it is told.

    Attributes:
        dedup_key: The same when the same is told again.
        link: Of the incident's page; empty where the console's address is unknown.
    """

    kind: NoticeKind
    incident: Incident
    diagnosis: Mapping[str, Any]
    dedup_key: str
    stack: str
    link: str

    @property
    def headline(self) -> str:
        """One line: what happened to which incident."""
        incident = self.incident
        return (
            f"[{self.stack}] {self.kind.value}: {title(incident)}"
            f" ({incident.severity.value}, {incident.id})"
        )

    @property
    def lines(self) -> list[str]:
        """What is known, line by line."""
        incident = self.incident
        worst = worst_anomaly(incident)
        causes = self.diagnosis.get("causes") or []
        found = [worst.reason] if worst else []
        if causes:
            where = f"{causes[0]['service']} {causes[0]['operation']}".strip()
            found.append(f"Most likely cause: {where} ({causes[0]['confidence']:.0%})")
        if incident.services:
            found.append(f"Services: {', '.join(incident.services)}")
        if incident.alerts:
            found.append(f"Alerts: {len(incident.alerts)}")
        if self.diagnosis.get("failing_share"):
            found.append(f"Failing requests: {self.diagnosis['failing_share']:.0%}")
        if incident.acknowledged_by:
            found.append(f"Acknowledged by {incident.acknowledged_by}")
        if incident.resolved_by:
            found.append(f"Resolved by {incident.resolved_by}")
        return [*found, self.link] if self.link else found


def slack(news: News) -> dict[str, Any]:
    """Return a message of an incoming webhook."""
    text = "\n".join([f"*{_slack(news.headline)}*", *map(_slack, news.lines)])
    return {"text": text, "unfurl_links": False}


def pagerduty(news: News, routing_key: str) -> dict[str, Any]:
    """Return an event of the Events API v2."""
    action = _PAGERDUTY_ACTION.get(news.kind, "trigger")
    event: dict[str, Any] = {
        "routing_key": routing_key,
        "event_action": action,
        # What is told later changes the same PagerDuty incident.
        "dedup_key": f"{news.stack}/{news.incident.id}",
    }
    if action == "trigger":
        event["payload"] = {
            "summary": news.headline[:_LONGEST_SUMMARY],
            "source": news.incident.root,
            "severity": _PAGERDUTY_SEVERITY[news.incident.severity],
            "component": news.incident.root,
            "group": news.stack,
            "custom_details": {"known": news.lines},
        }
        if news.link:
            event["links"] = [{"href": news.link, "text": news.incident.id}]
    return event


def webhook(news: News) -> dict[str, Any]:
    """Return the document that a team's own receiver gets."""
    incident = news.incident
    causes = news.diagnosis.get("causes") or []
    return {
        "version": 1,
        "event": news.kind.value,
        "dedup_key": news.dedup_key,
        "stack": news.stack,
        "incident": {
            "id": incident.id,
            "title": title(incident),
            "severity": incident.severity.value,
            "status": incident.status.value,
            "began_s": incident.began_s,
            "detected_s": incident.opened_s,
            "resolved_s": incident.resolved_s,
            "services": incident.services,
            "cause": causes[0] if causes else None,
            "link": news.link,
        },
    }


def mail(news: News) -> tuple[str, str]:
    """Return subject and text of a mail."""
    subject = " ".join(news.headline.split())
    return subject, "\n".join([news.headline, "", *news.lines, ""])


def _slack(text: str) -> str:
    """Return *text* so that Slack sees no links, mentions and formatting in it."""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, name)
    return text.replace("*", "\u2217").replace("\n", " ")
