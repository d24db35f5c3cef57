"""
What keeps a command of the supply chain from judging at all.

SupplyError
├── UsageError        an argument names something that is not there
├── AcceptedError     the file of accepted findings cannot be used
└── ToolFailed        a program that judges ended in a way that is no verdict
"""


class SupplyError(Exception):
    """Everything that this package raises on purpose."""


class UsageError(SupplyError):
    """An argument names something that is not there."""


class AcceptedError(SupplyError):
    """The file of accepted findings cannot be used; lists every mistake."""


class ToolFailed(SupplyError):
    """A program that judges ended in a way that is no verdict."""
