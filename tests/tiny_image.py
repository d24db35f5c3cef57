"""A file system with a shell, taken from this machine: no registry, no compiler."""

import re
import shutil
import subprocess
import tarfile
from pathlib import Path

COMMANDS = ("sh", "sleep", "cat")


def file_system(archive: Path) -> None:
    """Write a tar of ``COMMANDS`` and the libraries that they load."""
    with tarfile.open(archive, "w") as tar:
        libraries: set[str] = set()
        for command in COMMANDS:
            place = Path(shutil.which(command) or f"/bin/{command}").resolve()
            tar.add(place, f"bin/{command}", filter=_as_root)
            libraries |= _libraries(place)
        for library in sorted(libraries):
            tar.add(Path(library).resolve(), library.lstrip("/"), filter=_as_root)


def _libraries(program: Path) -> set[str]:
    listing = subprocess.run(
        ["ldd", program], check=True, capture_output=True, text=True
    ).stdout
    return set(re.findall(r"(/\S+) \(0x", listing))


def _as_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    return member
