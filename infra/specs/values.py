"""Parsers of single setting values; each refusal says what is accepted."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from catalog.objectives import SLO_WINDOW_DAYS

_DURATION = re.compile(
    r"(?=\d)(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?",
    re.ASCII,
)
_DURATION_UNITS_S = (31_536_000, 604_800, 86_400, 3_600, 60, 1)
_RATE = re.compile(r"[1-9][0-9]*/(second|minute|hour|day)")
_IMAGE = re.compile(
    r"[a-z0-9][a-z0-9._:/-]*[a-z0-9](:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?",
    re.ASCII,
)
_PREFIX = re.compile(r"[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)*")
_SWITCHES = {"on": True, "true": True, "off": False, "false": False}
_STACK = re.compile(r"[a-z][a-z0-9-]{0,29}")


def seconds(text: str) -> int:
    """
    Return the length of a Prometheus duration in seconds.

    Raises:
        ValueError: When *text* is none, such as ``1.5d``.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError("is no duration; write it like 15s, 2h or 15d")
    return sum(
        int(count) * unit
        for count, unit in zip(match.groups(), _DURATION_UNITS_S, strict=True)
        if count
    )


def duration(shortest: str, longest: str) -> Callable[[str], str]:
    """Return a parser of durations between two, both included."""
    low, high = seconds(shortest), seconds(longest)

    def parse(text: str) -> str:
        if not low <= seconds(text) <= high:
            raise ValueError(
                f"is out of range; use a duration from {shortest} to {longest}"
            )
        return text

    return parse


def retention(text: str) -> str:
    """Return how long samples are kept: no shorter than budgets look back."""
    window = f"{SLO_WINDOW_DAYS}d"
    if seconds(text) < seconds(window):
        raise ValueError(
            f"is shorter than the {SLO_WINDOW_DAYS} days that error budgets are counted"
            f" in; use {window} or more"
        )
    return duration(window, "10y")(text)


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of whole numbers between two, both included."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(
                f"is not accepted; use a whole number from {low} to {high}"
            )
        return int(text)

    return parse


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a parser that accepts the *choices* alone."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"is not accepted; use one of: {', '.join(choices)}")
        return text

    return parse


def switch(text: str) -> bool:
    """Return whether *text* means on; YAML 1.1 may have made it true or false."""
    if text not in _SWITCHES:
        raise ValueError("is not accepted; use on or off")
    return _SWITCHES[text]


def on_off_auto(text: str) -> str:
    """Return ``on``, ``off`` or ``auto``."""
    if text == "auto":
        return text
    if text not in _SWITCHES:
        raise ValueError("is not accepted; use on, off or auto")
    return "on" if _SWITCHES[text] else "off"


def rate(text: str) -> str:
    """Return a rate limit such as ``1000/second``, or ``off``."""
    if text != "off" and not _RATE.fullmatch(text):
        raise ValueError(
            "is no rate; write it like 1000/second (or minute, hour, day), or off"
        )
    return text


def url(*schemes: str) -> Callable[[str], str]:
    """Return a parser of URLs with one of the *schemes*."""

    def parse(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
            raise ValueError(
                f"is no URL that works here; start it with"
                f" {', '.join(scheme + '://' for scheme in schemes)}"
            )
        if parts.password is not None:
            # The configuration file is committed.
            raise ValueError("holds a password; leave it out of the URL")
        return text

    return parse


def probe_urls(text: str) -> tuple[str, ...]:
    """Return the URLs of a list that is separated by commas."""
    found = tuple(each for part in text.split(",") if (each := part.strip()))
    for each in found:
        parts = urlsplit(each)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(
                f"holds {each!r}, which cannot be probed; write https://host/path,"
                " several with commas between them"
            )
        if parts.username is not None or re.search(r"\s", each):
            # It becomes a label, which everybody reads.
            raise ValueError(
                f"holds a name, a password or a space at {parts.hostname!r}; leave"
                " them out"
            )
    if len(set(found)) != len(found):
        raise ValueError("names a URL twice; once is enough")
    return found


def secrets_provider(text: str) -> str:
    """Return ``passphrase`` or the URL of a key service."""
    if text == "passphrase":
        return text
    return url("awskms", "gcpkms", "azurekeyvault", "hashivault")(text)


def image(text: str) -> str:
    """Return an image reference, such as ``repo/name:tag`` or with a digest."""
    if not _IMAGE.fullmatch(text):
        raise ValueError(
            "is no image reference; write it like name:tag or name@sha256:<digest>"
        )
    return text


def registry_prefix(text: str) -> str:
    """Return a registry and folder without scheme or final slash."""
    if not _PREFIX.fullmatch(text):
        raise ValueError(
            "is no registry prefix; write it like mirror.example:5000/proxy,"
            " without https:// and without a final slash"
        )
    return text


def stack_name(text: str) -> str:
    """Return a stack name that can be part of a container's name."""
    if not _STACK.fullmatch(text):
        raise ValueError(
            "is no stack name that works here; use 1 to 30 lower-case letters,"
            " digits and hyphens, a letter first"
        )
    return text
