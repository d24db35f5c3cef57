"""`make supply`: secrets, dependencies, images, Dockerfiles, bills of materials."""

import os

from tools.bootstrap.context import Context


def run(context: Context) -> int:
    """Become the program of that name: its exit status says more than yes or no."""
    words = [word for word in context.arguments.words if word != "--"]
    python = str(context.where.venv / "bin" / "python")
    os.chdir(context.where.checkout)
    os.execv(python, [python, "-m", "tools.supply", *words])  # noqa: S606
