"""Copies a stack's data into files, and back into a stack that runs."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker.errors import APIError, DockerException

from catalog.identity import LABEL_SERVICE, LABEL_STACK, resource_name
from catalog.services import ALERTMANAGER, POSTGRES
from infra.specs.databases import DATABASES
from infra.specs.settings import Settings
from tools.backup import alertmanager, moment, postgres
from tools.backup.errors import BackupError
from tools.backup.parts import SILENCES, Copied, Part, Way, parts

_STOP_S = 30
_HEALTHY_S = 120
_POLL_S = 0.25
_PAUSES = 10
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Data:
    """
    The data of one stack.

    Attributes:
        api: docker-py's low-level client.
        image: One with Python, for what reads volumes.
    """

    api: Any
    image: str
    settings: Settings

    @property
    def stack(self) -> str:
        """The stack's name."""
        return self.settings.stack

    def parts(self) -> list[Part]:
        """Return what there is to copy."""
        label = {"label": f"{LABEL_STACK}={self.stack}"}
        volumes = self.api.volumes(filters=label)["Volumes"] or ()
        return parts(
            self.stack, (volume["Name"] for volume in volumes), self._mounted()
        )

    def copy(self, folder: Path, tell: Tell) -> dict[str, Copied]:
        """
        Copy everything into *folder*.

        Returns:
            What is there, by file name.

        Raises:
            BackupError: When a part cannot be copied.
        """
        with _told():
            for part in self.parts():
                tell(part.volume)
                name = part.name(self.stack)
                with (folder / part.file).open("wb") as out, self._still(part):
                    moment.read(self.api, self.image, name, part.way, out)
        self._dump(folder, tell)
        if ALERTMANAGER.name in self._running():
            tell("silences")
            silences = alertmanager.read(self.settings.url(ALERTMANAGER.name))
            (folder / SILENCES).write_text(json.dumps(silences, indent=2))
        return {path.name: copied(path) for path in sorted(folder.iterdir())}

    def put_back(self, folder: Path, tell: Tell) -> None:
        """
        Replace the data of a stack that runs by what is in *folder*.

        Raises:
            BackupError: When a volume is missing, or a process does not come back.
        """
        known = {part.file: part for part in self.parts()}
        files = sorted(folder.glob("*.tar"))
        for file in files:
            if file.name not in known:
                raise BackupError(
                    f"stack {self.stack!r} has no volume {file.stem!r}, which the"
                    " backup has data of; check the revision out that the backup was"
                    " made with, and run it again"
                )
        dumps = sorted(folder.glob(postgres.file_of("*")))
        users = {name for file in files for name in known[file.name].containers}
        users |= self._clients() if dumps else set()
        with _told(), self._stopped(sorted(users)):
            for file in files:
                tell(file.stem)
                volume = known[file.name].name(self.stack)
                with file.open("rb") as tar:
                    moment.write(self.api, self.image, volume, tar)
            for file in dumps:
                tell(file.stem)
                self._put_dump_back(file)
        if (folder / SILENCES).exists():
            tell("silences")
            wanted = json.loads((folder / SILENCES).read_text())
            alertmanager.put_back(self.settings.url(ALERTMANAGER.name), wanted)

    def _dump(self, folder: Path, tell: Tell) -> None:
        if not self._has_postgres():
            return
        if POSTGRES.name not in self._running():
            raise BackupError(
                "PostgreSQL does not run, so its databases cannot be written out;"
                " `make up` starts it"
            )
        with _told():
            for database in DATABASES:
                tell(f"{POSTGRES.name} {database.name}")
                with (folder / postgres.file_of(database.name)).open("wb") as out:
                    postgres.dump(self.api, self._server(), database.name, out)

    def _put_dump_back(self, file: Path) -> None:
        if POSTGRES.name not in self._running():
            raise BackupError(
                f"stack {self.stack!r} has no PostgreSQL, of which the backup has data;"
                " its settings need `pharos:postgres: on`"
            )
        database = postgres.database_of(file.name)
        with file.open("rb") as source:
            postgres.put_back(self.api, self._server(), database, source)

    def _server(self) -> str:
        return resource_name(self.stack, POSTGRES.name)

    def _has_postgres(self) -> bool:
        label = {"label": f"{LABEL_STACK}={self.stack}"}
        volumes = self.api.volumes(filters=label)["Volumes"] or ()
        return self._server() in {volume["Name"] for volume in volumes}

    def _clients(self) -> set[str]:
        """Return the containers that hold connections to PostgreSQL."""
        clients = {user.name for each in DATABASES for user in each.users}
        return {resource_name(self.stack, name) for name in clients & self._running()}

    @contextmanager
    def _still(self, part: Part) -> Iterator[None]:
        """Let the part's processes stand still where its way asks for it."""
        halted: list[str] = []
        try:
            for name in part.containers if part.way is Way.STILL else ():
                self._pause(name)
                halted.append(name)
            yield
        finally:
            for name in halted:
                self.api.unpause(name)

    def _pause(self, name: str) -> None:
        for left in reversed(range(_PAUSES)):
            try:
                self.api.pause(name)
            except APIError as error:
                # The kernel does not freeze a process that waits for its share of CPU.
                if not left:
                    raise BackupError(
                        f"{name} cannot be paused ({error.explanation}); run it again"
                        f" when the machine is less busy, or `docker stop {name}` first"
                    ) from error
                time.sleep(1)
            else:
                return

    @contextmanager
    def _stopped(self, names: Sequence[str]) -> Iterator[None]:
        def stop(name: str) -> None:
            self.api.stop(name, timeout=_STOP_S)

        try:
            with ThreadPoolExecutor() as pool:
                # Each waits for its requests in flight; together they wait once.
                list(pool.map(stop, names))
            yield
        finally:
            for name in names:
                self.api.start(name)
        self._await_health(names)

    def _await_health(self, names: Sequence[str]) -> None:
        deadline = time.monotonic() + _HEALTHY_S
        for name in names:
            while (health := self._health(name)) != "healthy":
                if time.monotonic() > deadline:
                    raise BackupError(
                        f"{name} is {health} with the data of the backup; see"
                        f" `docker logs {name}`"
                    )
                time.sleep(_POLL_S)

    def _health(self, name: str) -> str:
        state = self.api.inspect_container(name)["State"]
        return str(state.get("Health", {}).get("Status", state["Status"]))

    def _containers(self) -> list[Mapping[str, Any]]:
        label = {"label": f"{LABEL_STACK}={self.stack}"}
        return list(self.api.containers(filters=label))

    def _running(self) -> set[str]:
        return {each["Labels"][LABEL_SERVICE] for each in self._containers()}

    def _mounted(self) -> dict[str, list[str]]:
        return {
            each["Names"][0].lstrip("/"): [
                mount["Name"] for mount in each["Mounts"] if mount["Type"] == "volume"
            ]
            for each in self._containers()
        }


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what the engine refuses."""
    try:
        yield
    except DockerException as error:
        raise BackupError(
            f"the Docker engine refuses: {error}; `make status` shows what runs,"
            " `make up` starts what does not"
        ) from error


def copied(path: Path) -> Copied:
    """Return what a backup says of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Copied(sha256=digest, size=path.stat().st_size)
