"""Refusals of the incidents' rules.

IncidentError
└── Refused    the incident's state does not allow it
"""


class IncidentError(Exception):
    """Base of what the incidents' rules raise."""


class Refused(IncidentError):
    """The incident is in a state that does not allow what was asked."""
