"""
What can go wrong.

PreviewsError
├── SettingsError    the environment or the words of the command are wrong
├── DashboardError   a file is not a dashboard that can be drawn
├── QueryError       Prometheus does not answer, or refuses; shown in the panel
├── RecordingError   a file of recorded answers cannot be used
├── RevisionError    git does not have what was asked for
└── PictureError     the SVG could not be turned into a PNG
"""


class PreviewsError(Exception):
    """Root of the errors of this package."""


class SettingsError(PreviewsError):
    """The environment or the words of the command are wrong."""


class DashboardError(PreviewsError):
    """A file is not a dashboard that can be drawn."""


class QueryError(PreviewsError):
    """Prometheus does not answer, or refuses the query."""


class RecordingError(PreviewsError):
    """A file of recorded answers cannot be used."""


class RevisionError(PreviewsError):
    """Git does not have what was asked for."""


class PictureError(PreviewsError):
    """The SVG could not be turned into a PNG."""
