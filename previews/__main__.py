"""Draw, compare and serve previews of dashboards: ``python -m previews --help``."""

import sys
from collections.abc import Sequence

from previews.commands import compare, draw, options, serve
from previews.errors import PreviewsError

INTERRUPTED = 130
_COMMANDS = {"draw": draw.run, "compare": compare.run, "serve": serve.run}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    arguments = options.parser().parse_args(words)
    try:
        return _COMMANDS[arguments.command](arguments)
    except PreviewsError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - a command speaks
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
