"""PostgreSQL's databases, dumped and put back by its own programs in its container."""

import socket
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from infra.specs.databases import DATABASES
from infra.specs.postgres_files import CONFIG_PATH, SOCKET_PATH
from tools.backup.errors import BackupError

PREFIX = "postgres-"
ENDING = ".dump"
_CHUNK = 1 << 20
_FOLDER = "/usr/lib/postgresql/15/bin"
# Over the socket, which only this container reaches: no password goes anywhere.
_ADDRESS = (f"--host={SOCKET_PATH}", "--username=postgres", "--no-password")


def file_of(database: str) -> str:
    """Return the name of a database's file in a backup."""
    return f"{PREFIX}{database}{ENDING}"


def database_of(file: str) -> str:
    """
    Return the database that *file* of a backup holds.

    Raises:
        BackupError: When there is none of that name.
    """
    name = file.removeprefix(PREFIX).removesuffix(ENDING)
    if name not in {each.name for each in DATABASES}:
        raise BackupError(
            f"the backup has data of a database {name!r}, which this checkout does not"
            " know; check the revision out that the backup was made with"
        )
    return name


def dump(api: Any, container: str, database: str, out: IO[bytes]) -> None:
    """
    Write *database* to *out* as it is at this moment; nobody waits.

    Raises:
        BackupError: When it cannot be dumped; repeats what pg_dump said.
    """
    words = [f"{_FOLDER}/pg_dump", *_ADDRESS, "--format=custom", database]
    run(api, container, words, out=out)


def put_back(api: Any, container: str, database: str, source: IO[bytes]) -> None:
    """
    Replace all that is in *database* by what *source* holds.

    Its clients have to stand still; who may do what stays as it is.

    Raises:
        BackupError: When it cannot be restored; repeats what was said.
    """
    empty = (
        "DROP SCHEMA public CASCADE;"
        " CREATE SCHEMA public AUTHORIZATION pg_database_owner;"
        " GRANT USAGE ON SCHEMA public TO PUBLIC;"
    )
    psql = [f"{_FOLDER}/psql", *_ADDRESS, "--quiet", "--set=ON_ERROR_STOP=1"]
    run(api, container, [*psql, f"--dbname={database}", f"--command={empty}"])
    words = [f"{_FOLDER}/pg_restore", *_ADDRESS, "--exit-on-error"]
    run(
        api,
        container,
        [*words, "--single-transaction", f"--dbname={database}"],
        stdin=iter(lambda: source.read(_CHUNK), b""),
    )
    roles = f"--file={CONFIG_PATH}/roles.sql"
    run(api, container, [*psql, "--dbname=postgres", roles])


def run(
    api: Any,
    container: str,
    words: Sequence[str],
    *,
    stdin: Iterable[bytes] = (),
    out: IO[bytes] | None = None,
) -> None:
    """
    Run a program in *container*.

    Args:
        stdin: What it reads.
        out: Gets what it writes.

    Raises:
        BackupError: When it fails; repeats what it said.
    """
    made = api.exec_create(container, list(words), stdin=True)["Id"]
    stream = api.exec_start(made, socket=True)
    # docker-py hands out a reader, or the socket itself where that is TLS or a pipe.
    wire = getattr(stream, "_sock", stream)
    for chunk in stdin:
        wire.sendall(chunk)
    wire.shutdown(socket.SHUT_WR)
    said = b""
    for kind, data in _frames(wire):
        if kind == _STDOUT:
            if out is not None:
                out.write(data)
        else:
            said += data
    stream.close()
    status = api.exec_inspect(made)["ExitCode"]
    if status:
        raise BackupError(
            f"{words[0].rpartition('/')[2]} in {container} ended with {status}:"
            f" {said.decode(errors='replace').strip()}"
        )


_STDOUT = 1
_HEAD_BYTES = 8


def _frames(wire: Any) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of what the engine multiplexes on one connection."""
    while head := _exactly(wire, _HEAD_BYTES):
        yield head[0], _exactly(wire, int.from_bytes(head[4:], "big"))


def _exactly(wire: Any, size: int) -> bytes:
    parts, left = [], size
    while left:
        part = wire.recv(min(left, _CHUNK))
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
