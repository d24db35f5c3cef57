"""An environment of its own for a tool whose pins fit nothing else."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.bootstrap.indexes import uv_environment
from tools.supply.errors import ToolFailed

_DONE = "pharos.done"
Say = Callable[[str], None]


def ensure(name: str, lock: Path, cache: Path, uv: Path, say: Say) -> Path:
    """
    Return the Python of an environment that holds what *lock* pins.

    It lies in *cache* under the hash of the lock file, and is made when it is missing.

    Args:
        uv: The program that makes it.

    Raises:
        ToolFailed: When it cannot be made.
    """
    folder = cache / "supply" / f"{name}-{_key(lock)}"
    python = folder / "bin" / "python"
    if (folder / _DONE).exists() and python.exists():
        return python
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (folder / _DONE).exists() or not python.exists():
            say(f"installing {name} out of {lock.name}, hashes checked")
            shutil.rmtree(folder, ignore_errors=True)
            _run([str(uv), "venv", "-q", "--python", sys.executable, str(folder)])
            words = ["pip", "install", "-q", "--python", str(python)]
            _run([str(uv), *words, "--require-hashes", "-r", str(lock)])
            (folder / _DONE).touch()
    return python


def _key(lock: Path) -> str:
    made_of = lock.read_bytes() + sys.version.encode() + sys.executable.encode()
    return hashlib.sha256(made_of).hexdigest()[:16]


def _run(argv: list[str]) -> None:
    done = subprocess.run(
        argv,
        env={**uv_environment(Path(sys.prefix)), **os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolFailed(
            f"`{' '.join(argv[1:4])} …` failed:\n{done.stderr.strip()[-2000:]}"
        )
