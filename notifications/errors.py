"""
What can go wrong.

NotificationsError
├── SettingsError   the environment is wrong; raised once, at start
├── MessageError    a body that is no message of Alertmanager's; answered with 400
├── QueryError      a question that cannot be answered; answered with 400
└── JournalError    the file cannot be used; raised once, at start
"""

from collections.abc import Sequence


class NotificationsError(Exception):
    """Root of the receiver's errors."""


class SettingsError(NotificationsError):
    """The environment is wrong; the message lists every mistake."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        lines = "".join(f"\n  {mistake}" for mistake in mistakes)
        super().__init__(f"the notifications page cannot start:{lines}")


class MessageError(NotificationsError):
    """A body that is no message of Alertmanager's."""


class QueryError(NotificationsError):
    """A question that cannot be answered."""


class JournalError(NotificationsError):
    """The file that keeps notifications cannot be used."""
