"""Writes pages and pictures."""

from pathlib import Path

from previews.errors import SettingsError


def write(path: Path, content: str | bytes) -> None:
    """
    Write *content* to *path*, folders included.

    Raises:
        SettingsError: When that is not possible.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise SettingsError(
            f"cannot write {path}: {error.strerror}; choose another --out"
        ) from error
