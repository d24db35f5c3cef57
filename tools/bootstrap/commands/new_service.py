"""`make new-service`: asks, and writes an entry of services/."""

import sys

from catalog.own_services import FOLDER
from tools.bootstrap.context import Context
from tools.bootstrap.new_service import NewServiceError, answers, entry


def run(context: Context) -> int:
    """Write the entry; what is there already is never replaced."""
    words = [word for word in context.arguments.words if word != "--"]
    asked = input if sys.stdin.isatty() and not words else None
    found = answers(words, asked)
    text = entry(found)
    file = FOLDER / f"{found['name']}.toml"
    file.parent.mkdir(exist_ok=True)
    try:
        with file.open("x") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise NewServiceError(
            f"services/{file.name} is there already; edit it, or remove it first"
        ) from error
    print(f"services/{file.name} is written; `make gen`, then `make up`")
    return 0
