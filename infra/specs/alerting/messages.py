"""How each channel is written to; every secret stays in its file."""

from collections.abc import Mapping
from typing import Any

from catalog.services import ENGINE
from infra.specs.delivery import (
    PAGERDUTY_ROUTING_KEY,
    SLACK_WEBHOOK_URL,
    SMTP_PASSWORD,
    Delivery,
)
from infra.specs.engine_keys import ENGINE_KEY_PATH
from infra.specs.workload import SecretFile

SECRETS_PATH = "/run/secrets"
_CLIENT = "Pharos"


def webhook(
    *, url: str = "", file: SecretFile | None = None, resolved: bool = True
) -> Mapping[str, Any]:
    """Return a webhook, whose body carries every label and annotation."""
    where = {"url_file": path(file)} if file else {"url": url}
    return {**where, "send_resolved": resolved}


def engine() -> Mapping[str, Any]:
    """Return the webhook to the engine, which joins alerts to its incidents."""
    address = f"http://{ENGINE.name}:{ENGINE.port}/aiops/alerts"
    key = {"authorization": {"credentials_file": ENGINE_KEY_PATH}}
    return {**webhook(url=address), "http_config": key}


def email(to: str, *, resolved: bool) -> Mapping[str, Any]:
    """Return mail to *to*, as text and as HTML."""
    return {
        "to": to,
        "send_resolved": resolved,
        "headers": {"Subject": use("title")},
        "text": use("text"),
        "html": use("html"),
    }


def slack(channel: str | None) -> Mapping[str, Any]:
    """Return a Slack message; None leaves the channel to the webhook."""
    return {
        "api_url_file": path(SLACK_WEBHOOK_URL),
        **({"channel": channel} if channel else {}),
        "send_resolved": True,
        "title": use("title"),
        "title_link": use("link"),
        "fallback": use("title"),
        "color": use("color"),
        "text": use("slack"),
    }


def pagerduty() -> Mapping[str, Any]:
    """Return a PagerDuty event; it closes its incident when all is over."""
    return {
        "routing_key_file": path(PAGERDUTY_ROUTING_KEY),
        "send_resolved": True,
        "severity": use("severity"),
        "description": use("title"),
        "client": _CLIENT,
        "client_url": use("link"),
        "class": "{{ .CommonLabels.alertname }}",
        "component": "{{ .CommonLabels.service }}",
        "group": "{{ .CommonLabels.environment }}",
        "details": {"alerts": use("text")},
        "links": [
            {"href": "{{ .CommonAnnotations.runbook_url }}", "text": "Runbook"},
            {"href": "{{ .CommonAnnotations.dashboard_url }}", "text": "Dashboard"},
        ],
    }


def smtp(delivery: Delivery) -> Mapping[str, Any]:
    """Return the global settings of the mail server, if there is one."""
    if delivery.smtp_smarthost is None:
        return {}
    found: dict[str, Any] = {
        "smtp_smarthost": delivery.smtp_smarthost,
        "smtp_from": delivery.smtp_from,
        "smtp_require_tls": delivery.smtp_require_tls,
    }
    if delivery.smtp_username is not None:
        found["smtp_auth_username"] = delivery.smtp_username
        found["smtp_auth_password_file"] = path(SMTP_PASSWORD)
    return found


def path(file: SecretFile) -> str:
    """Return where Alertmanager reads the secret."""
    return f"{SECRETS_PATH}/{file.name}"


def use(template: str) -> str:
    """Return the text that fills in one of the templates."""
    return f'{{{{ template "pharos.{template}" . }}}}'
