"""Where every make target starts: any Python will do to get to the right one."""

# No syntax and no import here that Python 3.6 lacks: it has to say what is missing.

import os
import shutil
import sys

NEEDED = (3, 11)
NEWER = ["python3.{}".format(minor) for minor in range(14, 10, -1)]  # noqa: UP032


def main(argv: list) -> int:  # type: ignore[type-arg]
    """Go on with a Python that is new enough, or say how to get one."""
    if sys.version_info >= NEEDED:
        from tools.bootstrap import stage0

        return stage0.main(argv)
    for name in NEWER:
        path = shutil.which(name)
        if path:
            os.execv(path, [path, "-m", "tools.bootstrap", *argv])  # noqa: S606
    sys.stderr.write(
        "pharos: python3 is {}, and 3.11 or newer is needed; install one "  # noqa: UP032
        "(Debian 12, Ubuntu 24.04 and newer: `apt-get install python3 python3-venv`) "
        "or name it: `make up PYTHON=/path/to/python3.12`\n".format(
            sys.version.split()[0]
        )
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
