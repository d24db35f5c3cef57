"""Who holds a port of 127.0.0.1."""

import errno
import os
import socket
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from tools.bootstrap.engine import Container

_LISTEN = "0A"
# 0.0.0.0, 127.0.0.1, ::, ::1 and ::ffff:127.0.0.1 as /proc/net/tcp* spells them.
_ADDRESSES = frozenset(
    {
        "00000000",
        "0100007F",
        "0" * 32,
        "0" * 24 + "01000000",
        "0" * 16 + "FFFF0000" + "0100007F",
    }
)
# What listens in place of a container: the engine's own, Docker Desktop's, rootless.
_PUBLISHERS = ("docker-proxy", "com.docker", "rootlesskit", "rootlessport", "pasta")


def conflicts(
    wanted: Mapping[str, int],
    stack: str,
    containers: Iterable[Container] | None,
    taken: Collection[int],
) -> dict[str, str]:
    """
    Return who has a port that *stack* wants, by service.

    Args:
        wanted: Port by service.
        containers: None where no engine answers: what may be published by one is then
            left out, for it may be the stack's own.
        taken: Ports that this machine does not give to a new listener.
    """
    holders = {port: c for c in containers or () for port in c.ports}
    found = {}
    for service, port in wanted.items():
        holder = holders.get(port)
        if holder is not None and holder.stack != stack:
            found[service] = f"container {holder.name}"
        elif holder is None and port in taken:
            process = owner(port)
            if containers is not None or not may_publish(process):
                found[service] = process or "a process that is not visible"
    return found


def may_publish(process: str) -> bool:
    """Tell whether *process*, as `owner` names it, may hold a container's port."""
    return not process or any(name in process for name in _PUBLISHERS)


def taken_ports(ports: Iterable[int]) -> set[int]:
    """Return those of *ports* that cannot be bound."""
    return {port for port in ports if _is_taken(port)}


def owner(port: int, proc: Path = Path("/proc")) -> str:
    """Return the process that listens on *port*; empty if it cannot be seen."""
    inodes = set(_listening(port, proc))
    if not inodes:
        return ""
    targets = {f"socket:[{inode}]" for inode in inodes}
    for folder in proc.glob("[0-9]*"):
        if targets & set(_links(folder / "fd")):
            return f"process {folder.name} ({_command(folder)})"
    return ""


def inodes_of(port: int, table: str) -> Iterator[str]:
    """Yield the sockets that listen on *port* by the text of /proc/net/tcp*."""
    for line in table.splitlines()[1:]:
        fields = line.split()
        address, _, number = fields[1].partition(":")
        if fields[3] == _LISTEN and address in _ADDRESSES and int(number, 16) == port:
            yield fields[9]


def _listening(port: int, proc: Path) -> Iterator[str]:
    for name in ("tcp", "tcp6"):
        path = proc / "net" / name
        if path.exists():
            yield from inodes_of(port, path.read_text())


def _links(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from [os.readlink(entry.path) for entry in entries]
    except OSError:
        # Not ours to look at, or gone.
        return


def _command(folder: Path) -> str:
    try:
        words = (folder / "cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return "unknown"
    return words if len(words) <= 60 else words[:59] + "…"


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        # Else a port counts as taken for a minute after its last connection.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False
