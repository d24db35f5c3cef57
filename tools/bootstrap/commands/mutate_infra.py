"""`make mutate-infra`: would a missing line of hardening be noticed?"""

import os

from tools.bootstrap.context import Context


def run(context: Context) -> int:
    """Become the program of that name among the infrastructure's tests."""
    words = [word for word in context.arguments.words if word != "--"]
    python = str(context.where.venv / "bin" / "python")
    os.chdir(context.where.checkout)
    os.execv(python, [python, "-m", "tests.infra.mutation", *words])  # noqa: S606
