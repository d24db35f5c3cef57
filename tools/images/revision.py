"""Which revision of the checkout last changed what goes into an image."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.images.wheels import ROOT


def revision_of(paths: Sequence[str], root: Path = ROOT) -> str:
    """
    Return the revision that last changed *paths*; ``unknown`` outside a checkout.

    A working tree that differs from it gets ``+changes`` appended.
    """
    revision = _git(root, "log", "-1", "--format=%H", "--", *paths)
    if not revision:
        return "unknown"
    changed = _git(root, "status", "--porcelain", "--", *paths)
    return f"{revision}+changes" if changed else revision


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
