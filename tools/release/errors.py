"""
What can go wrong with releases.

BootstrapError
└── ReleaseError       a release cannot be read, returned to, moved or trusted
"""

from tools.bootstrap.errors import BootstrapError


class ReleaseError(BootstrapError):
    """A release cannot be read, returned to, moved or trusted."""
