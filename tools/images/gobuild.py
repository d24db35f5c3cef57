"""Builds a Go program into the cache."""

import os
from collections.abc import Callable
from pathlib import Path

from tools.images.cache import is_sound, store
from tools.images.programs import GO_FOLDER, GoProgram, build_argv, program_key
from tools.images.shell import require_program, run

# GOOS: images hold Linux programs, whatever machine builds them.
# GOTOOLCHAIN=local: a newer toolchain is never downloaded behind our back.
# GOFLAGS empty: a user's own flags would change the binaries.
ENVIRONMENT = {
    "GOOS": "linux",
    "CGO_ENABLED": "0",
    "GOTOOLCHAIN": "local",
    "GOFLAGS": "",
    "GOWORK": "off",
}


def program_folder(program: GoProgram, *, cache: Path, machine: str) -> Path:
    """Return where *program* lies, or would lie, in the cache."""
    return cache / "tools" / f"{program.name}-{program_key(program, machine)}"


def ensure_program(
    program: GoProgram, *, cache: Path, machine: str, on_line: Callable[[str], None]
) -> Path:
    """
    Return the folder with the binaries of *program*, building them if need be.

    Raises:
        ProgramMissing: Go is not here.
        BuildFailed: Go refused; the message ends with its own words.
    """
    folder = program_folder(program, cache=cache, machine=machine)
    if is_sound(folder):
        return folder
    require_program("go", "building images")

    def fill(out: Path) -> None:
        argv = build_argv(program, out, parallel=os.cpu_count() or 1)
        run(argv, cwd=GO_FOLDER / program.module, env=ENVIRONMENT, on_line=on_line)

    return store(folder, fill)
