"""The environment, read once into a frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.services import NOTIFICATIONS
from notifications.errors import SettingsError

MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    How the receiver runs.

    Attributes:
        journal: File that outlives the process; None keeps notifications in memory
            alone.
        keep: How many notifications are kept, the newest.
        stack: Name in the page's title.
    """

    host: str = "127.0.0.1"
    port: int = NOTIFICATIONS.port
    journal: Path | None = None
    keep: int = 500
    stack: str = "dev"


def from_environment(env: Mapping[str, str]) -> Settings:
    """
    Return the settings that *env* describes.

    Raises:
        SettingsError: Listing every mistake with its variable, value and fix.
    """
    defaults = Settings()
    mistakes: list[str] = []

    def number(name: str, default: int, most: int) -> int:
        text = env.get(name) or str(default)
        if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
            return int(text)
        mistakes.append(f"{name}: {text!r} is not accepted; use 1 to {most}")
        return default

    journal = env.get("NOTIFICATIONS_JOURNAL")
    settings = Settings(
        host=env.get("NOTIFICATIONS_HOST") or defaults.host,
        port=number("NOTIFICATIONS_PORT", defaults.port, 65535),
        journal=Path(journal) if journal else None,
        keep=number("NOTIFICATIONS_KEEP", defaults.keep, MOST_KEPT),
        stack=env.get("NOTIFICATIONS_STACK") or defaults.stack,
    )
    if settings.journal is not None and not settings.journal.parent.is_dir():
        mistakes.append(
            f"NOTIFICATIONS_JOURNAL: {str(settings.journal.parent)!r} is not a folder;"
            " mount a volume there, or leave the variable out"
        )
    if mistakes:
        raise SettingsError(mistakes)
    return settings
