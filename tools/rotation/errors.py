"""
What can go wrong with the rotation of a secret.

BootstrapError
└── RotationError      a secret cannot be exchanged, or its holders have not taken it
"""

from tools.bootstrap.errors import BootstrapError


class RotationError(BootstrapError):
    """A secret cannot be exchanged, or its holders have not taken it."""
