"""
What can go wrong.

ExporterError
├── SettingsError   the environment is wrong; raised once, at start
├── CgroupsError    the folder given holds no cgroups; raised once, at start
└── NamesError      the names file cannot be used; the last good names stay
"""

from collections.abc import Sequence


class ExporterError(Exception):
    """Root of the exporter's errors."""


class SettingsError(ExporterError):
    """The environment is wrong; the message lists every mistake."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        lines = "".join(f"\n  {mistake}" for mistake in mistakes)
        super().__init__(f"the container exporter cannot start:{lines}")


class CgroupsError(ExporterError):
    """The folder given holds no cgroups."""


class NamesError(ExporterError):
    """The names file cannot be used."""
