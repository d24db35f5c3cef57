"""`make mutate-rules`: would the tests notice a rule that is a little wrong?"""

import os

from infra import images, paths
from tools.bootstrap.context import Context


def run(context: Context) -> int:
    """
    Become the program of that name among the rules' tests.

    Raises:
        ImagesError: When promtool was not resolved yet; it names the command to run.
    """
    images.load(paths.images_file(context.stack), context.stack, {}).tool("promtool")
    words = [word for word in context.arguments.words if word != "--"]
    python = str(context.where.venv / "bin" / "python")
    os.chdir(context.where.checkout)
    os.execv(python, [python, "-m", "tests.rules.mutation", *words])  # noqa: S606
