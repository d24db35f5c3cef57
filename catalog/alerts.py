"""Alert names and severities, each written once."""

from enum import StrEnum


class Severity(StrEnum):
    """How fast somebody has to look."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"
    # Watchdog's own: it fires always and pages nobody.
    NONE = "none"


WATCHDOG = "Watchdog"
TARGET_DOWN = "TargetDown"
