"""
What can go wrong with a stack's data.

BootstrapError
└── BackupError        data cannot be copied, or not be put back
"""

from tools.bootstrap.errors import BootstrapError


class BackupError(BootstrapError):
    """Data cannot be copied, or not be put back."""
