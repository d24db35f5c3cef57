"""Slack, PagerDuty, mail and a team's own webhook."""

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import orjson
import urllib3

from aiops.domain.incidents import messages
from aiops.domain.incidents.messages import News
from aiops.notify import Notify

TIMEOUT_S = 10.0
# Answers that the same request will get again.
_PERMANENT = frozenset({400, 401, 403, 404, 405, 410, 413, 422})


class NotSent(Exception):
    """
    A channel did not take a message; says why without address or secret.

    Args:
        permanent: Whether trying again makes no sense.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Channel(Protocol):
    """A way to tell people."""

    def send(self, news: News) -> None:
        """
        Tell *news*.

        Raises:
            NotSent: When it did not arrive, as far as is known.
        """
        ...


class Webhook:
    """Posts JSON to one URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=TIMEOUT_S), retries=False
        )

    def send(self, news: News) -> None:
        """Post the engine's own document."""
        self.post(messages.webhook(news), {"Idempotency-Key": news.dedup_key})

    def post(
        self, document: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        """
        Post *document*.

        Raises:
            NotSent: When the answer is no success.
        """
        try:
            answer = self._pool.request(
                "POST",
                self._url,
                body=orjson.dumps(document),
                headers={"Content-Type": "application/json", **(headers or {})},
                # Another address would get what is meant for this one.
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            # Its text holds the URL, which may be a secret.
            raise NotSent(type(error).__name__) from None
        if not 200 <= answer.status < 300:
            raise NotSent(
                f"HTTP {answer.status}", permanent=answer.status in _PERMANENT
            )


class Slack(Webhook):
    """Posts to an incoming webhook of Slack."""

    def send(self, news: News) -> None:
        """Post a message."""
        self.post(messages.slack(news))


class PagerDuty(Webhook):
    """Sends events to PagerDuty's Events API v2."""

    def __init__(self, url: str, routing_key: str) -> None:
        super().__init__(url)
        self._routing_key = routing_key

    def send(self, news: News) -> None:
        """Send an event."""
        self.post(messages.pagerduty(news, self._routing_key))


class Mail:
    """
    Sends mail by SMTP.

    Args:
        url: ``smtp://user:password@host:port``, with STARTTLS where the server offers
            it, or ``smtps://…``.
    """

    def __init__(self, url: str, sender: str, to: tuple[str, ...]) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._to = to

    def send(self, news: News) -> None:
        """Send a mail; sent again it has the same Message-ID."""
        subject, text = messages.mail(news)
        mail = EmailMessage()
        mail["Subject"], mail["From"] = subject, self._sender
        mail["To"] = ", ".join(self._to)
        mail["Date"] = formatdate()
        digest = sha256(news.dedup_key.encode()).hexdigest()[:32]
        mail["Message-ID"] = f"<{digest}@pharos.invalid>"
        thread = sha256(news.incident.id.encode()).hexdigest()[:32]
        mail["References"] = f"<{thread}@pharos.invalid>"
        mail.set_content(text)
        try:
            with self._server() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused:
            raise NotSent("every recipient was refused", permanent=True) from None
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"SMTP {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(type(error).__name__) from None

    def _server(self) -> smtplib.SMTP:
        host, user = self._url.hostname or "", unquote(self._url.username or "")
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host,
                self._url.port or 465,
                timeout=TIMEOUT_S,
                context=ssl.create_default_context(),
            )
        else:
            server = smtplib.SMTP(host, self._url.port or 587, timeout=TIMEOUT_S)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
        if user:
            server.login(user, unquote(self._url.password or ""))
        return server


def channels(settings: Notify) -> dict[str, Channel]:
    """Return the channels that are set up, by name."""
    found: dict[str, Channel] = {}
    if settings.slack_url:
        found["slack"] = Slack(settings.slack_url)
    if settings.webhook_url:
        found["webhook"] = Webhook(settings.webhook_url)
    if settings.smtp_url:
        found["mail"] = Mail(settings.smtp_url, settings.mail_from, settings.mail_to)
    if settings.pagerduty_key:
        found["pagerduty"] = PagerDuty(settings.pagerduty_url, settings.pagerduty_key)
    return found
