"""actionlint: the one on PATH, else built from its pinned Go module."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools.images.errors import ImagesError
from tools.images.gobuild import ensure_program
from tools.images.programs import ACTIONLINT
from tools.workflows.model import FOLDER

# What else it would call differs from machine to machine.
_ALONE = ("-shellcheck=", "-pyflakes=", "-no-color")


def find(cache: Path, machine: str, tell: Callable[[str], None]) -> Path:
    """
    Return the program.

    Raises:
        ImagesError: When it is not here and cannot be built; says why.
    """
    on_path = shutil.which(ACTIONLINT.name)
    if on_path:
        return Path(on_path)
    folder = ensure_program(ACTIONLINT, cache=cache, machine=machine, on_line=tell)
    return folder / ACTIONLINT.binaries[0]


def findings(program: Path, checkout: Path) -> list[str]:
    """
    Return what it says of the workflows of *checkout*.

    Raises:
        ImagesError: When it fails for another reason than what it looks at.
    """
    files = sorted((checkout / FOLDER).glob("workflows/*.y*ml"))
    done = subprocess.run(
        [str(program), *_ALONE, "-oneline", *map(str, files)],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise ImagesError(
            f"actionlint ended with {done.returncode}: {done.stderr.strip()}"
        )
    return done.stdout.splitlines()
