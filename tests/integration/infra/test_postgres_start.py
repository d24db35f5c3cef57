"""PostgreSQL as a stack starts it: the very script, settings and roles."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from aiops.adapters.storage.database import Database as EngineDatabase
from app.storage.database import Database as ShopDatabase
from infra.specs import postgres_files
from infra.specs.databases import CLIENTS, role
from tests.postgres import free_port
from tests.tools import require

_PROGRAMS = Path(f"/usr/lib/postgresql/{postgres_files.MAJOR}/bin")
_STARTS_WITHIN_S = 60


class Server:
    """The start script with the container's folders below one of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.owner = self._owner()
        for name in ("config", "secrets", "data", "socket"):
            (folder / name).mkdir()
        self.give({role(client): f"first-{role(client)}" for client in CLIENTS})
        settings = postgres_files.SETTINGS + f"port = {self.port}\nfsync = off\n"
        for name, text in {
            "start.sh": postgres_files.START,
            "postgresql.conf": settings,
            "pg_hba.conf": postgres_files.access(),
            "roles.sql": postgres_files.roles(),
        }.items():
            (folder / "config" / name).write_text(self._moved(text))
        if self.owner:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, self.owner)
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                ["/bin/sh", str(self.folder / "config" / "start.sh")],
                env={"PATH": os.environ["PATH"], "PGPORT": str(self.port)},
                cwd=self.folder,
                user=self.owner,
                stdout=log,
                stderr=log,
            )

    @staticmethod
    def _owner() -> str | None:
        names = {user.pw_name for user in pwd.getpwall()}
        wanted = "postgres" if "postgres" in names else "nobody"
        return wanted if os.geteuid() == 0 else None

    def _moved(self, text: str) -> str:
        places = {
            postgres_files.CONFIG_PATH: "config",
            postgres_files.SECRETS_PATH: "secrets",
            postgres_files.DATA_PATH: "data",
            postgres_files.SOCKET_PATH: "socket",
        }
        for path, name in places.items():
            text = text.replace(path, str(self.folder / name))
        return text

    def give(self, passwords: dict[str, str]) -> None:
        """Put passwords in place as the folder of secrets is: all at once."""
        secrets = self.folder / "secrets"
        version = Path(tempfile.mkdtemp(prefix="..v", dir=secrets))
        for name, text in passwords.items():
            (version / name).write_text(text)
            if not (secrets / name).is_symlink():
                (secrets / name).symlink_to(f"..data/{name}")
        if self.owner:
            for path in (version, *version.iterdir()):
                shutil.chown(path, self.owner)
        scratch = secrets / "..new"
        scratch.symlink_to(version.name)
        scratch.rename(secrets / "..data")

    def url(self, user: str, database: str, password: str) -> str:
        where = f"{user}:{password}@127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://{where}"

    def ask(self, user: str, database: str, statement: str = "SELECT 1") -> object:
        """Run a statement as *user* with the password that was first."""
        engine = sa.create_engine(self.url(user, database, f"first-{user}"))
        try:
            with engine.begin() as connection:
                answer = connection.execute(sa.text(statement))
                return answer.scalar() if answer.returns_rows else None
        finally:
            engine.dispose()

    def wait(self) -> None:
        """Return when it takes connections over the network."""
        deadline = time.monotonic() + _STARTS_WITHIN_S
        while True:
            try:
                self.ask("checkout", "checkout")
            except sa.exc.OperationalError:
                said = (self.folder / "log").read_text()
                assert self.process.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """End it as its image asks Docker to, and wait."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def server():
    require("initdb", found=(_PROGRAMS / "initdb").exists())
    folder = Path(tempfile.mkdtemp(prefix="pharos-postgres-start-"))
    made = Server(folder)
    try:
        made.wait()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("user", "database"),
    [("items", "stock"), ("items", "postgres"), ("exporter", "items")],
)
def test_an_account_gets_into_its_own_database_only(server, user, database):
    with pytest.raises(sa.exc.OperationalError, match="pg_hba"):
        server.ask(user, database)


@pytest.mark.parametrize(
    "statement",
    ["CREATE ROLE more", "COPY (SELECT 1) TO PROGRAM 'true'", "TABLE pg_authid"],
)
def test_an_account_may_nothing_beyond_its_database(server, statement):
    with pytest.raises(sa.exc.ProgrammingError):
        server.ask("items", "items", statement)


def test_what_one_of_two_accounts_makes_belongs_to_both(server):
    server.ask("products", "stock", "CREATE TABLE shelf (a int)")
    server.ask("inventory", "stock", "ALTER TABLE shelf ADD b int")

    assert server.ask("inventory", "stock", "SELECT count(*) FROM shelf") == 0


def test_nobody_gets_in_as_the_superuser_over_the_network(server):
    with pytest.raises(sa.exc.OperationalError, match="pg_hba"):
        server.ask("postgres", "items")


def test_the_exporter_sees_statements_and_no_password_is_among_them(server):
    told = "SELECT count(*) FROM pg_stat_statements"

    assert server.ask("exporter", "postgres", told) > 0
    seen = f"{told} WHERE query ILIKE '%first-%' OR query ILIKE '%password%'"
    assert server.ask("exporter", "postgres", seen) == 0
    assert "first-" not in (server.folder / "log").read_text()


@pytest.mark.parametrize(
    ("database", "user"), [(ShopDatabase, "payment"), (EngineDatabase, "engine")]
)
def test_a_new_password_takes_the_place_of_the_old_one_without_a_break(
    server, tmp_path, database, user
):
    file = tmp_path / "url"
    first = server.url(user, user, f"first-{user}")
    file.write_text(first)
    client = database(first, url_file=str(file))
    held = client.engine.connect()
    held.execute(sa.text("SELECT 1"))

    # The client has it before the server has: it waits, and nothing fails.
    file.write_text(server.url(user, user, f"second-{user}"))
    server.give(
        {role(each): f"first-{role(each)}" for each in CLIENTS}
        | {user: f"second-{user}"}
    )
    with client.read() as connection:
        assert connection.execute(sa.text("SELECT 2")).scalar() == 2
    assert held.execute(sa.text("SELECT 3")).scalar() == 3
    held.close()
    client.close()
    with pytest.raises(sa.exc.OperationalError, match="authentication failed"):
        server.ask(user, user)


def test_a_restart_keeps_the_data_and_brings_the_roles_up_to_date(server):
    server.ask("items", "items", "CREATE TABLE kept AS SELECT 7 AS a")
    server.stop()
    server.process = server._start()
    server.wait()

    assert server.ask("items", "items", "SELECT a FROM kept") == 7
