"""Parsers of mail addresses, hosts, channels and times of the day."""

import re
from collections.abc import Mapping

from catalog.services import SERVICES

OWNERS = tuple(sorted({service.owner for service in SERVICES}))

_MAIL = re.compile(r"[A-Za-z0-9_.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_HOST = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
_CHANNEL = re.compile(r"[#@]?[\w.-]{1,80}", re.ASCII)
_HOURS = re.compile(
    r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII
)
_TIMEZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")


def mail(text: str) -> str:
    """Return one mail address."""
    if not _MAIL.fullmatch(text):
        raise ValueError("is no mail address; write it like oncall@example.com")
    return text


def mails(text: str) -> str:
    """Return mail addresses as a mail's header lists them."""
    found = [part.strip() for part in text.split(",")]
    for each in found:
        if not _MAIL.fullmatch(each):
            raise ValueError(
                f"holds {each!r}, which is no mail address; write it like"
                " oncall@example.com, several with commas between them"
            )
    return ", ".join(found)


def mails_by_owner(text: str) -> Mapping[str, str]:
    """Return the mail address of each owner in ``shop=a@b,platform=c@d``."""
    found: dict[str, str] = {}
    for part in text.split(","):
        owner, separator, address = (word.strip() for word in part.partition("="))
        if not separator or not _MAIL.fullmatch(address):
            raise ValueError(
                f"holds {part.strip()!r}; write it like"
                " shop=shop@example.com,platform=ops@example.com"
            )
        if owner not in OWNERS:
            raise ValueError(
                f"names {owner!r}, who owns no service; use one of: {', '.join(OWNERS)}"
            )
        if owner in found:
            raise ValueError(f"names {owner!r} twice; once is enough")
        found[owner] = address
    return found


def host_and_port(text: str) -> str:
    """Return a mail server as ``host:port``."""
    match = _HOST.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 65535:
        raise ValueError("is no mail server; write it like smtp.example.com:587")
    return text


def channel(text: str) -> str:
    """Return the name of a Slack channel, or of a person after an @."""
    if not _CHANNEL.fullmatch(text):
        raise ValueError('is no Slack channel; write it like "#alerts"')
    return text if text[0] in "#@" else f"#{text}"


def hours(text: str) -> tuple[str, str]:
    """Return begin and end of ``22:00-06:00``, which may go beyond midnight."""
    begin, _, end = text.partition("-")
    if not _HOURS.fullmatch(text) or begin == end:
        raise ValueError("is no part of a day; write it like 22:00-06:00")
    return begin, end


def timezone(text: str) -> str:
    """Return the name of a time zone; amtool knows whether there is such a one."""
    if not _TIMEZONE.fullmatch(text):
        raise ValueError("is no time zone; write it like Europe/Berlin or UTC")
    return text
