"""Containers of the Docker engine, as a reload sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.providers.process import ReloadError, parse_time

if TYPE_CHECKING:
    from docker.models.containers import Container


@dataclass(frozen=True, slots=True)
class EngineProcess:
    """A container, driven through the engine's API."""

    container: "Container"

    def signal(self, name: str) -> None:
        """Send the signal *name* to its process 1."""
        self.container.kill(signal=name)

    def restart(self, grace_s: int) -> None:
        """Stop it, give it *grace_s*, and start it again."""
        self.container.restart(timeout=grace_s)

    def state(self) -> tuple[float, str]:
        """Return the Unix time of its start, and its health."""
        self.container.reload()
        state = self.container.attrs["State"]
        return parse_time(state["StartedAt"]), state.get("Health", {}).get("Status", "")

    def last_lines(self, count: int) -> str:
        """Return the end of its log."""
        return self.container.logs(tail=count).decode(errors="replace")


@contextmanager
def process(name: str) -> Iterator[EngineProcess]:
    """
    Yield the container *name*.

    Raises:
        ReloadError: When the engine does not answer, or has no such container.
    """
    import docker  # only here: importing it takes a quarter of a second

    try:
        engine = docker.from_env()
        try:
            yield EngineProcess(engine.containers.get(name))
        finally:
            engine.close()
    except docker.errors.DockerException as error:
        raise ReloadError(
            f"cannot reach container {name}: {error}; see `docker ps` and run"
            " `make up` again"
        ) from error
