"""Runs a recipe's commands and turns their failures into one clear message."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.images.errors import BuildFailed, ProgramMissing

# Lines of output that an error repeats.
_TAIL = 15

INSTALL = {
    "go": "install Go 1.26 or newer from https://go.dev/dl and put it on PATH",
    "node": "install Node.js 20 or newer and put it on PATH",
    "npm": "install Node.js 20 or newer, which brings npm",
    "mmdebstrap": "run `apt-get install mmdebstrap` (Debian or Ubuntu)",
}


def require_program(name: str, purpose: str) -> str:
    """
    Return the path of a program.

    Raises:
        ProgramMissing: Says what it is for and how to get it.
    """
    path = shutil.which(name)
    if path is None:
        raise ProgramMissing(
            f"{name} is not on PATH, and {purpose} needs it: "
            f"{INSTALL.get(name, 'install it')}; or give a registry that answers "
            "(setting registryPrefix), then nothing is built"
        )
    return path


def run(
    argv: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
) -> str:
    """
    Run a command to its end.

    Args:
        env: Variables on top of this process's own.
        on_line: Told each line of output as it comes.

    Returns:
        Everything that the command wrote, both streams.

    Raises:
        BuildFailed: Repeats the last lines of the output.
    """
    lines: list[str] = []
    with subprocess.Popen(
        list(argv),
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if on_line is not None:
                on_line(line.rstrip())
    if process.returncode:
        raise BuildFailed(
            f"`{' '.join(map(str, argv[:6]))}` ended with {process.returncode}:\n"
            + "".join(lines[-_TAIL:]).rstrip()
        )
    return "".join(lines)
