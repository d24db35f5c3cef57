"""Takes values out of environment variables and collects what is wrong with them."""

from collections.abc import Callable, Mapping
from math import isfinite
from pathlib import Path
from urllib.parse import urlsplit

Read = Callable[[str], str]


def read_file(path: str) -> str:
    """Return the text of the file at *path*."""
    return Path(path).read_text(encoding="utf-8")


class EnvironmentReader:
    """
    Reads typed values; a wrong one becomes a mistake and its default is used.

    Args:
        read: Returns the text of a file.
    """

    def __init__(self, env: Mapping[str, str], read: Read = read_file) -> None:
        self._env = env
        self._read = read
        self.mistakes: list[str] = []

    def wrong(self, name: str, message: str) -> None:
        """Note a mistake in variable *name*."""
        self.mistakes.append(f"{name}: {message}")

    def text(self, name: str, default: str = "") -> str:
        """Return the value; an empty one counts as unset."""
        return self._env.get(name, "").strip() or default

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Return a whole number from *low* to *high*."""
        raw = self.text(name, str(default))
        if raw.isascii() and raw.isdigit() and low <= int(raw) <= high:
            return int(raw)
        self.wrong(name, f"{raw!r} is not accepted; give a number from {low} to {high}")
        return default

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """Return a number from *low* to *high*."""
        raw = self.text(name, f"{default:g}")
        try:
            value = float(raw) if raw.isascii() else float("nan")
        except ValueError:
            value = float("nan")
        if isfinite(value) and low <= value <= high:
            return value
        self.wrong(
            name, f"{raw!r} is not accepted; give a number from {low:g} to {high:g}"
        )
        return default

    def file(self, name: str) -> str | None:
        """Return the content of the file that the variable names; None if unset."""
        path = self.text(name)
        if not path:
            return None
        try:
            content = self._read(path).strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not a text file"
            self.wrong(name, f"cannot read {path!r} ({reason}); give a readable file")
            return ""
        if not content:
            self.wrong(name, f"{path!r} is empty; write the value into it")
        return content

    def url(self, name: str, default: str = "") -> str | None:
        """Return a base URL without its last slash; None if unset."""
        raw = self.text(name, default)
        if not raw:
            return None
        parts = urlsplit(raw)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            self.wrong(name, f"{raw!r} is not a URL; write it as http://host:port")
        return raw.rstrip("/")

    def switch(self, name: str, default: bool) -> bool:
        """Return whether the value is ``on``."""
        raw = self.text(name, "on" if default else "off")
        if raw not in ("on", "off"):
            self.wrong(name, f"{raw!r} is neither on nor off")
        return raw == "on"
