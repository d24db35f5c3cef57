"""A PostgreSQL server of its own, in a folder that is removed afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import require


def programs() -> Path:
    """The folder of the newest installed server's programs."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    require("initdb", found=bool(on_path or found))
    # Some machines link but a few of the programs into PATH.
    return (Path(on_path).resolve() if on_path else found[-1]).parent


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgresServer:
    """Listens on 127.0.0.1 only, trusts everybody there, and never syncs."""

    def __init__(self) -> None:
        self._programs = programs()
        # Its owner is another user, who could not enter pytest's own folders.
        self.folder = Path(tempfile.mkdtemp(prefix="pharos-postgres-"))
        self._owner = None
        if os.geteuid() == 0:
            self._owner = next(
                user
                for user in pwd.getpwall()
                if user.pw_name in ("postgres", "nobody")
            ).pw_name
            shutil.chown(self.folder, self._owner)
        self.port = free_port()
        self._databases = 0
        self._run(
            "initdb", "-A", "trust", "-U", "pharos", "--no-sync", "-D", self._data
        )
        self.start()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            user=self._owner,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            check=True,
            stdout=subprocess.DEVNULL,
        )

    @property
    def pid(self) -> int:
        """The server's first process, whose children are its connections."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-D", self._data, "-o", options, "-l", log, "start")

    def stop(self) -> None:
        """Stop it at once; its clients lose their connections."""
        self._run("pg_ctl", "-w", "-D", self._data, "-m", "fast", "stop")

    def database(self) -> str:
        """The URL of a new, empty database."""
        self._databases += 1
        name = f"test{self._databases}"
        address = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "pharos")
        self._run("createdb", *address, name)
        return f"postgresql://pharos@127.0.0.1:{self.port}/{name}"

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all the tests."""
    server = PostgresServer()
    yield server
    server.remove()
