"""`python -m tools.console`: builds the console if need be and prints its folder."""

import sys

from tools.bootstrap.places import places
from tools.images.console import ensure_console
from tools.images.errors import ImagesError


def main() -> int:
    """Print the folder, which AIOPS_CONSOLE_FOLDER takes; return the exit code."""
    try:
        print(ensure_console(cache=places().cache, on_line=_say))
    except ImagesError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
