"""The file that `make backup` writes and `make restore` reads."""

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.bootstrap import private_files
from tools.bootstrap.errors import StateError
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.state_step import CONFIG

STATE = "state.json"
ABOUT = "about.json"
PHRASE = private_files.PHRASE_FILE
_PRIVATE = (PHRASE, private_files.SECRETS_FILE, CONFIG)
VERSION = 1
# A state of thousands of resources is far smaller.
_LARGEST = 512 << 20

Content = dict[str, bytes]


def write(target: Path, pulumi: PulumiCli, folder: Path) -> list[str]:
    """
    Write the archive, whole or not at all.

    Returns:
        The names of what is in it.
    """
    about = {"version": VERSION, "stack": pulumi.stack}
    content: Content = {
        ABOUT: json.dumps(about).encode(),
        STATE: exported(pulumi),
        **{n: (folder / n).read_bytes() for n in _PRIVATE if (folder / n).exists()},
    }
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with (
            os.fdopen(os.open(scratch, flags, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w") as tar,
        ):
            for name, data in content.items():
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(data), 0o600
                tar.addfile(member, io.BytesIO(data))
        scratch.rename(target)
    finally:
        scratch.unlink(missing_ok=True)
    return [name for name in content if name != ABOUT]


def exported(pulumi: PulumiCli) -> bytes:
    """Return the state as Pulumi exports it, secrets encrypted."""
    with tempfile.TemporaryDirectory(prefix="pharos-state-") as scratch:
        file = Path(scratch) / STATE
        pulumi.export_state(file)
        return file.read_bytes()


def read(source: Path, stack: str) -> Content:
    """
    Return what is in an archive.

    Raises:
        StateError: When it is none of ours, or one of another stack.
    """
    try:
        with tarfile.open(source) as tar:
            found = {member.name: _data(tar, member) for member in tar}
        about: Mapping[str, object] = json.loads(found[ABOUT])
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise StateError(f"{source} is no backup of `make backup`: {error}") from error
    if about.get("version") != VERSION or STATE not in found:
        raise StateError(f"{source} is of another version: {about.get('version')!r}")
    if about.get("stack") != stack:
        raise StateError(
            f"{source} is a backup of stack {about.get('stack')!r}, not of {stack!r};"
            f" give STACK={about.get('stack')}"
        )
    return found


def put_back(content: Content, folder: Path) -> None:
    """Write passphrase, secrets and encryption settings where they belong."""
    for name in _PRIVATE:
        if name in content:
            private_files.replace(folder / name, content[name].decode())


def import_state(content: Content, pulumi: PulumiCli) -> None:
    """Replace the state by the archive's."""
    with tempfile.TemporaryDirectory(prefix="pharos-state-") as scratch:
        file = Path(scratch) / STATE
        file.write_bytes(content[STATE])
        pulumi.import_state(file)


def _data(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    known = (ABOUT, STATE, *_PRIVATE)
    if member.name not in known or not member.isfile() or member.size > _LARGEST:
        raise ValueError(f"unexpected member {member.name!r}")
    stream = tar.extractfile(member)
    return stream.read() if stream else b""
