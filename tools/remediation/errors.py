"""
What can go wrong with remediation.

BootstrapError
└── RemediationError   the engine could not be asked, or did not take an outcome
"""

from tools.bootstrap.errors import BootstrapError


class RemediationError(BootstrapError):
    """The engine could not be asked, or did not take an outcome."""
