"""Open pages in headless Chromium: as text and as a picture."""

import html
import re
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
    "--window-size=1400,1000",
)
_HIDDEN = re.compile(r"<(script|style|noscript)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def visible_text(document: str) -> str:
    """Return the text of an HTML document, white space folded."""
    words = _TAG.sub(" ", _HIDDEN.sub(" ", document))
    return " ".join(html.unescape(words).split())


def rendered_text(url: str, *, budget_ms: int = 8000) -> str:
    """Return the text of the page once its scripts have run for *budget_ms*."""
    return visible_text(
        _chromium(f"--virtual-time-budget={budget_ms}", "--dump-dom", url)
    )


def screenshot(url: str, to: Path, *, budget_ms: int = 8000) -> Path:
    """Save a picture of the page; returns *to*."""
    to.parent.mkdir(parents=True, exist_ok=True)
    _chromium(f"--virtual-time-budget={budget_ms}", f"--screenshot={to}", url)
    return to


def _chromium(*words: str) -> str:
    # A profile of its own each time: no lock left over, no cached page.
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            ["chromium", *_FLAGS, f"--user-data-dir={profile}", *words],
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
