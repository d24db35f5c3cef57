"""`make changes`: the last preview as a report for whoever has to agree to it."""

import sys

from infra import paths
from tools.bootstrap.context import Context
from tools.changes import stack
from tools.changes.__main__ import UNUSABLE
from tools.changes.errors import ChangesError


def run(context: Context) -> int:
    """Write the report, and print where it is."""
    folder = paths.stack_folder(context.stack) / stack.FOLDER
    words = [word for word in context.arguments.words if word != "--"]
    try:
        code = stack.tell(folder, words)
    except ChangesError as error:
        print(f"error: {error}", file=sys.stderr)
        return UNUSABLE
    if code != UNUSABLE:
        print(f"{folder / stack.MARKDOWN}\n{folder / stack.HTML}")
    return code
