"""Makes .venv from hash-locked requirements; standard library only."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools.bootstrap.errors import VenvError
from tools.bootstrap.indexes import uv_environment
from tools.bootstrap.places import Places
from tools.turns import turn

STAMP = "pharos.json"
# What each lock file holds on top of its own name: dev is a superset of deploy.
INCLUDES = {"dev": ("dev", "deploy"), "deploy": ("deploy",)}
# Who waits says so that often.
_REMINDER_S = 15.0
_PIP_INSTALL = ("-m", "pip", "install", "-q", "--no-deps")
Say = Callable[[str], None]


def ensure(where: Places, wanted: str, say: Say) -> Path:
    """
    Return the Python of a .venv that holds the lock file *wanted*.

    Raises:
        VenvError: When it cannot be made; says how to help.
    """
    python = where.venv / "bin" / "python"
    due = missing(read_stamp(where), fingerprint(where, wanted), where)
    if not due:
        return python
    with _locked(where, say):
        stamp = read_stamp(where)
        due = missing(stamp, fingerprint(where, wanted), where)
        _make(where, wanted, stamp, due, say)
    return python


def fingerprint(where: Places, wanted: str) -> dict[str, str]:
    """Return what the stamp of a current .venv says for *wanted*."""
    locks = {f"{wanted}.txt": where.checkout / "requirements" / f"{wanted}.txt"}
    files = {**locks, "pyproject.toml": where.checkout / "pyproject.toml"}
    try:
        hashes = {name: _sha256(path) for name, path in files.items()}
    except FileNotFoundError as error:
        raise VenvError(
            f"{error.filename} is missing: this checkout is not whole"
        ) from error
    return {"checkout": str(where.checkout), **hashes}


def missing(
    stamp: Mapping[str, str] | None, wanted: Mapping[str, str], where: Places
) -> frozenset[str]:
    """
    Return what has to be done: of ``venv``, ``requirements`` and ``project``.

    A .venv without stamp was made by something else, or not to its end.
    """
    python = where.venv / "bin" / "python"
    # Follows the link: the interpreter that it was made with may be gone.
    whole = stamp is not None and python.exists()
    if stamp is None or not whole or stamp.get("checkout") != wanted["checkout"]:
        return frozenset({"venv", "requirements", "project"})
    due = set()
    if any(stamp.get(k) != v for k, v in wanted.items() if k.endswith(".txt")):
        due |= {"requirements"}
    if stamp.get("pyproject.toml") != wanted["pyproject.toml"]:
        due |= {"project"}
    return frozenset(due)


def read_stamp(where: Places) -> dict[str, str] | None:
    """Return what the .venv was made from; None if it is not whole."""
    try:
        found: dict[str, str] = json.loads((where.venv / STAMP).read_text())
    except (OSError, ValueError):
        return None
    return found


def _make(
    where: Places,
    wanted: str,
    stamp: Mapping[str, str] | None,
    due: frozenset[str],
    say: Say,
) -> None:
    began_s = time.monotonic()
    if not due:
        return
    (where.venv / STAMP).unlink(missing_ok=True)
    if "venv" in due:
        stamp = None
        say(f"making {where.venv} with Python {sys.version.split()[0]}")
        _create(where, say)
    if "requirements" in due:
        say(f"installing requirements/{wanted}.txt, hashes checked")
        _install(where, wanted)
    if "project" in due:
        _uv(where, "-e", ".", "--no-deps", "--no-build-isolation")
    hashes = {**(stamp or {}), **fingerprint(where, wanted)}
    for lock in INCLUDES[wanted]:
        hashes |= fingerprint(where, lock)
    scratch = where.venv / f"{STAMP}.new"
    scratch.write_text(json.dumps(hashes, indent=1))
    scratch.rename(where.venv / STAMP)
    say(f".venv is ready ({time.monotonic() - began_s:.0f} s)")


def _create(where: Places, say: Say) -> None:
    shutil.rmtree(where.venv, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(where.venv)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "ensurepip" in done.stdout + done.stderr:
        shutil.rmtree(where.venv, ignore_errors=True)
        _install_venv_module(say)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise VenvError(
            f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}"
        )


def _install_venv_module(say: Say) -> None:
    # Debian and Ubuntu ship Python without it.
    fix = "`apt-get install python3-venv` (Debian, Ubuntu), then run this again"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise VenvError(
            f"this Python cannot make virtual environments: ensurepip is missing; {fix}"
        )
    say("Python's venv module is missing: installing Debian's package python3-venv")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-qy", "python3-venv"]):
        done = subprocess.run(
            ["apt-get", *words], env=env, capture_output=True, text=True, check=False
        )
        if done.returncode and words[0] == "install":
            raise VenvError(f"apt-get failed: {done.stderr.strip()}; {fix}")


def _install(where: Places, wanted: str) -> None:
    lock = where.checkout / "requirements" / f"{wanted}.txt"
    python = str(where.venv / "bin" / "python")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(block_of("uv", lock.read_text()))
        only_uv.flush()
        _run(
            [python, *_PIP_INSTALL, "--require-hashes", "-r", only_uv.name],
            where,
        )
    _uv(where, "--require-hashes", "-r", str(lock))


def block_of(package: str, lock: str) -> str:
    """
    Return the lines of one package of a lock file, its hashes included.

    Raises:
        VenvError: When the lock file does not pin it.
    """
    found = re.search(rf"^{package}==[^\n]*(?:\n[ \t]+[^\n]*)*", lock, re.MULTILINE)
    if found is None:
        raise VenvError(f"the lock file does not pin {package}; run `make lock`")
    return found[0] + "\n"


def _uv(where: Places, *words: str) -> None:
    binaries = where.venv / "bin"
    argv = [str(binaries / "uv"), "pip", "install", "-q", "--python"]
    _run([*argv, str(binaries / "python"), *words], where)


def _run(argv: list[str], where: Places) -> None:
    done = subprocess.run(
        argv,
        cwd=where.checkout,
        env={**uv_environment(where.venv), **os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-3000:]
        raise VenvError(f"`{Path(argv[0]).name} {' '.join(argv[1:5])} …`:\n{said}")


@contextmanager
def _locked(where: Places, say: Say) -> Iterator[None]:
    """Let one process at a time work on this checkout's .venv."""
    key = hashlib.sha256(str(where.checkout).encode()).hexdigest()[:12]
    said_s = -_REMINDER_S

    def wait(holder: str, waited_s: float) -> None:
        nonlocal said_s
        if waited_s - said_s >= _REMINDER_S:
            say(f"waiting for {holder}, which makes .venv; {waited_s:.0f} s so far")
            said_s = waited_s

    with turn(where.cache / f"venv-{key}.lock", wait):
        yield


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
