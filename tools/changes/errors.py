"""
What can go wrong in this package.

::

    ChangesError
    ├── PreviewError   the file is no preview of Pulumi's
    └── InputError     another file, or an option, cannot be used
"""


class ChangesError(Exception):
    """Everything that this package raises on purpose."""


class PreviewError(ChangesError):
    """The file is no preview of Pulumi's."""


class InputError(ChangesError):
    """Another file, or an option, cannot be used."""
