"""Open pages in headless Chromium: as text and as a picture."""

import html
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

_FLAGS = (
    "--headless",
    # Chromium's sandbox refuses to run as root, which CI is.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    # A busy machine must not leave tiles undrawn.
    "--run-all-compositor-stages-before-draw",
    # Its /dev/shm is too small in many containers.
    "--disable-dev-shm-usage",
)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_TIMEOUT_S = 120
SIZE = (1400, 1000)
_HIDDEN = re.compile(r"<(script|style|noscript)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class BrowserError(Exception):
    """There is no browser, or it did not do what was asked."""


def visible_text(document: str) -> str:
    """Return the text of an HTML document, white space folded."""
    words = _TAG.sub(" ", _HIDDEN.sub(" ", document))
    return " ".join(html.unescape(words).split())


def rendered_text(url: str, *, budget_ms: int = 8000) -> str:
    """
    Return the text of the page once its scripts have run for *budget_ms*.

    Raises:
        BrowserError: When there is no browser, or it failed.
    """
    return visible_text(_chromium(url, "--dump-dom", budget_ms=budget_ms))


def screenshot(
    url: str,
    to: Path,
    *,
    budget_ms: int = 8000,
    size: tuple[int, int] = SIZE,
) -> Path:
    """
    Save a picture of the page once its scripts have run; returns *to*.

    Args:
        size: Width and height in pixels.

    Raises:
        BrowserError: When there is no browser, or no picture came out.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    _chromium(url, f"--screenshot={to}", budget_ms=budget_ms, size=size)
    if not to.is_file():
        raise BrowserError(f"no picture of {url} came out; is the page there?")
    return to


def _program() -> str:
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return found
    raise BrowserError(
        f"none of {', '.join(_PROGRAMS)} is on PATH; install Chromium for pictures of"
        " pages"
    )


def _chromium(
    url: str, action: str, *, budget_ms: int, size: tuple[int, int] = SIZE
) -> str:
    words = (
        f"--virtual-time-budget={budget_ms}",
        f"--window-size={size[0]},{size[1]}",
        action,
        url,
    )
    # A profile of its own each time: no lock left over, no cached page.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        try:
            done = subprocess.run(
                [_program(), *_FLAGS, f"--user-data-dir={profile}", *words],
                capture_output=True,
                text=True,
                timeout=_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            raise BrowserError(
                f"Chromium did not finish {url} within {_TIMEOUT_S} s"
            ) from None
    if done.returncode:
        raise BrowserError(f"Chromium failed on {url}: {done.stderr[-2000:]}")
    return done.stdout
