"""The file that `make backup` writes and `make restore` reads."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.backup.errors import BackupError
from tools.backup.parts import Copied, from_json, to_json
from tools.bootstrap import private_files
from tools.bootstrap.errors import StateError
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.state_step import CONFIG

STATE = "state.json"
ABOUT = "about.json"
PHRASE = private_files.PHRASE_FILE
_PRIVATE = (PHRASE, private_files.SECRETS_FILE, CONFIG)
# 1 had no data.
VERSION = 2
_READABLE = (1, VERSION)
DATA = "data/"
# A state of thousands of resources is far smaller.
_LARGEST = 512 << 20
_PIECE = 1 << 20

Content = dict[str, bytes]
_NOTHING: Mapping[str, Copied] = {}


def write(
    target: Path,
    pulumi: PulumiCli,
    folder: Path,
    data: Path | None = None,
    listed: Mapping[str, Copied] = _NOTHING,
) -> list[str]:
    """
    Write the archive, whole or not at all.

    Args:
        folder: The stack's own.
        data: Where the files of data are that are *listed*.

    Returns:
        The names of what is in it.
    """
    about = {"version": VERSION, "stack": pulumi.stack, "data": to_json(listed)}
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
            for name, text in content.items():
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(text), 0o600
                tar.addfile(member, io.BytesIO(text))
            for name in listed if data else ():
                assert data is not None
                tar.add(data / name, DATA + name, filter=_anonymous)
        scratch.rename(target)
    finally:
        scratch.unlink(missing_ok=True)
    names = [name for name in content if name != ABOUT]
    return [*names, *(DATA + name for name in listed)]


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
            found = {
                member.name: _data(tar, member)
                for member in tar
                if not member.name.startswith(DATA)
            }
        about: Mapping[str, object] = json.loads(found[ABOUT])
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise StateError(f"{source} is no backup of `make backup`: {error}") from error
    if about.get("version") not in _READABLE or STATE not in found:
        raise StateError(f"{source} is of another version: {about.get('version')!r}")
    if about.get("stack") != stack:
        raise StateError(
            f"{source} is a backup of stack {about.get('stack')!r}, not of {stack!r};"
            f" give STACK={about.get('stack')}"
        )
    return found


def unpack_data(source: Path, content: Content, folder: Path) -> list[str]:
    """
    Write the archive's data into *folder*.

    Args:
        content: The rest of the archive.

    Returns:
        The names of the files.

    Raises:
        StateError: When a file is missing, damaged, or not listed.
    """
    about = json.loads(content[ABOUT])
    try:
        listed = from_json(about.get("data") or {})
    except BackupError as error:
        raise StateError(f"{source}: {error}") from error
    found: dict[str, Copied] = {}
    with tarfile.open(source) as tar:
        for member in tar:
            name = member.name.removeprefix(DATA)
            if member.name.startswith(DATA) and member.isfile() and name in listed:
                found[name] = _unpack(tar, member, folder / name)
    for name, wanted in listed.items():
        if found.get(name) != wanted:
            raise StateError(
                f"{source}: {DATA}{name} is not as it was written; use another backup,"
                " or DATA=off to put back state and secrets alone"
            )
    return sorted(found)


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


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> Copied:
    stream, digest, size = tar.extractfile(member), hashlib.sha256(), 0
    assert stream is not None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with stream, os.fdopen(os.open(to, flags, 0o600), "wb") as file:
        while piece := stream.read(_PIECE):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
    return Copied(sha256=digest.hexdigest(), size=size)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _data(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    known = (ABOUT, STATE, *_PRIVATE)
    if member.name not in known or not member.isfile() or member.size > _LARGEST:
        raise ValueError(f"unexpected member {member.name!r}")
    stream = tar.extractfile(member)
    return stream.read() if stream else b""
