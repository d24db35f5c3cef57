"""
What can go wrong while evidence is made.

EvidenceError
├── NotReady      the stack does not run, or not in a way that allows a scenario
├── Unreachable   an address does not answer as it should
└── Overdue       a milestone was not reached in time
"""


class EvidenceError(Exception):
    """Everything that this package raises on purpose."""


class NotReady(EvidenceError):
    """The stack does not run, or not in a way that allows a scenario."""


class Unreachable(EvidenceError):
    """An address does not answer as it should."""


class Overdue(EvidenceError):
    """A milestone was not reached in time."""
