"""The wheelhouses: hash-locked wheels, downloaded on the host once."""

import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tools.images.cache import is_sound, store
from tools.images.errors import BuildFailed
from tools.images.keys import content_key, digest_of
from tools.images.shell import run

ROOT = Path(__file__).parents[2]
# pip runs from its own wheel inside the build, so that the base needs none.
INSTALLER_LOCK = Path(__file__).with_name("pip.txt")
PYTHON = "3.11"
# The newest first; a wheel for any of them runs on bookworm's glibc 2.36.
_GLIBC = ("2_36", "2_35", "2_34", "2_31", "2_28", "2_17")


def read_lock(text: str) -> list[list[str]]:
    """Split a lock file into its entries, each with the lines of its hashes."""
    entries: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            entries.append([])
        entries[-1].append(line)
    return entries


def for_image(text: str, machine: str) -> str:
    """
    Keep what the image's Python needs of a lock made for every platform.

    Args:
        machine: ``uname -m`` of the engine; the markers are judged for it and not for
            the machine that downloads.
    """
    environment = {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{PYTHON}.2",
        "python_version": PYTHON,
        "sys_platform": "linux",
    }
    kept = [entry for entry in read_lock(text) if _applies(entry[0], environment)]
    return "\n".join("\n".join(entry) for entry in kept) + "\n"


def _applies(line: str, environment: Mapping[str, str]) -> bool:
    # Imported late: resolving with nothing to do reads no marker.
    from packaging.requirements import Requirement

    requirement = Requirement(line.partition("\\")[0].partition("--hash")[0].strip())
    return requirement.marker is None or requirement.marker.evaluate(dict(environment))


def download_arguments(machine: str, locks: Iterable[Path], out: Path) -> list[str]:
    """Return pip's arguments that fetch wheels for the image, never sources."""
    arguments = ["download", "--require-hashes", "--no-deps", "--only-binary=:all:"]
    arguments += ["--python-version", PYTHON, "--implementation", "cp"]
    arguments += ["--abi", "cp311", "--abi", "abi3", "--abi", "none"]
    for glibc in _GLIBC:
        arguments += ["--platform", f"manylinux_{glibc}_{machine}"]
    # Names from before PEP 600, and wheels that are not built for any platform.
    arguments += ["--platform", f"manylinux2014_{machine}", "--platform", "any"]
    for lock in locks:
        arguments += ["--requirement", str(lock)]
    return [*arguments, "--dest", str(out), "--disable-pip-version-check"]


def wheelhouse_folder(lock: Path, *, cache: Path, machine: str) -> Path:
    """Return where the wheels of *lock* lie, or would lie, in the cache."""
    inputs = {
        "lock": digest_of(for_image(lock.read_text(), machine).encode()),
        "installer": digest_of(INSTALLER_LOCK.read_bytes()),
        "machine": machine,
    }
    return cache / "tools" / f"wheels-{content_key('wheels', inputs)}"


def ensure_wheels(
    lock: Path, *, cache: Path, machine: str, on_line: Callable[[str], None]
) -> Path:
    """
    Return the folder with the wheels and ``requirements.txt``, fetched if need be.

    Args:
        lock: Requirements with their hashes, for every platform.

    Raises:
        BuildFailed: A wheel cannot be had, or its hash is not the locked one.
    """
    folder = wheelhouse_folder(lock, cache=cache, machine=machine)
    if is_sound(folder):
        return folder

    def fill(out: Path) -> None:
        kept = out / "requirements.txt"
        kept.write_text(for_image(lock.read_text(), machine))
        arguments = download_arguments(machine, (kept, INSTALLER_LOCK), out)
        run([*_pip(cache, on_line), *arguments], on_line=on_line)

    return store(folder, fill)


def _pip(cache: Path, on_line: Callable[[str], None]) -> list[str]:
    """Return the argv of a pip; an environment made by uv holds none of its own."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    if importlib.util.find_spec("uv") is None:
        raise BuildFailed(
            f"{sys.executable} has neither pip nor uv: run `make up`, which makes an "
            "environment that has"
        )
    lock = INSTALLER_LOCK.read_text()
    folder = cache / "tools" / f"pip-{content_key('pip', {'lock': lock})}"
    if not is_sound(folder):
        install = [sys.executable, "-m", "uv", "pip", "install", "--require-hashes"]

        def fill(out: Path) -> None:
            run(
                [*install, "--target", str(out), "-r", str(INSTALLER_LOCK)],
                on_line=on_line,
            )

        store(folder, fill)
    return [sys.executable, str(folder / "pip")]
