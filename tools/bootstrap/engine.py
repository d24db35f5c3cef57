"""The Docker engine of this machine, found and asked."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.identity import LABEL_SERVICE, LABEL_STACK
from tools.bootstrap import engine_choice
from tools.bootstrap.endpoint import DEFAULT, Endpoint, endpoints
from tools.bootstrap.engine_socket import SocketApi
from tools.bootstrap.errors import EngineError
from tools.bootstrap.machine import this_machine

_TIMEOUT_S = 30


@dataclass(frozen=True, kw_only=True)
class Container:
    """
    One container as the engine lists it.

    Attributes:
        ports: Ports of this machine that it publishes.
        status: Such as ``Up 3 minutes (healthy)``.
        binds: Folders of this machine that it mounts.
    """

    id: str
    name: str
    stack: str
    service: str
    state: str
    status: str
    ports: tuple[int, ...]
    binds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Engine:
    """
    A connection to an engine that answers.

    Attributes:
        api: A `SocketApi`, or docker-py's low-level client, which is loosely typed.
    """

    api: Any
    endpoint: Endpoint

    def containers(self, **filters: str) -> list[Container]:
        """Return all containers, stopped ones too."""
        return [
            read_container(each)
            for each in self.api.containers(all=True, filters=filters)
        ]

    def of_stack(self, stack: str) -> list[Container]:
        """Return the containers of one stack."""
        return self.containers(label=f"{LABEL_STACK}={stack}")

    def left_of_stack(self, stack: str) -> list[str]:
        """Return kind and name of everything that carries the stack's label."""
        label = {"label": f"{LABEL_STACK}={stack}"}
        volumes = self.api.volumes(filters=label).get("Volumes") or ()
        return [
            *(f"container {each.name}" for each in self.of_stack(stack)),
            *(f"volume {each['Name']}" for each in volumes),
            *(f"network {each['Name']}" for each in self.api.networks(filters=label)),
        ]

    def version(self) -> str:
        """Return the engine's own version."""
        return str(self.api.version()["Version"])

    def data_folder(self) -> Path | None:
        """Return where the engine keeps its data, if that is on this machine."""
        folder = Path(str(self.api.info()["DockerRootDir"]))
        local = self.endpoint.url.startswith("unix:") and folder.exists()
        return folder if local else None


def read_container(listed: Mapping[str, Any]) -> Container:
    """Return what matters of an entry of the engine's list."""
    labels = listed.get("Labels") or {}
    ports = {
        port["PublicPort"] for port in listed.get("Ports") or () if "PublicPort" in port
    }
    return Container(
        id=str(listed["Id"]),
        name=(listed.get("Names") or ["/?"])[0].lstrip("/"),
        stack=labels.get(LABEL_STACK, ""),
        service=labels.get(LABEL_SERVICE, ""),
        state=str(listed.get("State", "")),
        status=str(listed.get("Status", "")),
        ports=tuple(sorted(ports)),
        binds=tuple(
            str(mount["Source"])
            for mount in listed.get("Mounts") or ()
            if mount.get("Type") == "bind"
        ),
    )


def find(candidates: Iterable[Endpoint] | None = None) -> Engine | None:
    """Return the first engine that answers."""
    for endpoint in endpoints() if candidates is None else candidates:
        if engine := _connect(endpoint):
            return engine
    return None


def use(engine: Engine) -> None:
    """Make everything that is started from here on talk to *engine*."""
    if engine.endpoint.url != DEFAULT:
        os.environ["DOCKER_HOST"] = engine.endpoint.url


def required() -> Engine:
    """
    Return the engine that answers.

    Raises:
        EngineError: When none does; says how to get one.
    """
    engine = find()
    if engine is None:
        tried = ", ".join(e.url for e in endpoints())
        action = engine_choice.decide(this_machine())
        raise EngineError(
            f"no Docker engine answers at {tried}; `make up` would {action}"
        )
    use(engine)
    return engine


def _connect(endpoint: Endpoint) -> Engine | None:
    path = endpoint.url.removeprefix("unix://")
    api = _over_socket(path) if path != endpoint.url else _with_docker_py(endpoint)
    return Engine(api=api, endpoint=endpoint) if api else None


def _over_socket(path: str) -> SocketApi | None:
    api = SocketApi(path, _TIMEOUT_S)
    try:
        api.ping()
    except (OSError, EngineError):
        return None
    return api


def _with_docker_py(endpoint: Endpoint) -> Any:
    import docker

    env = {**os.environ, "DOCKER_HOST": endpoint.url}
    try:
        client = docker.from_env(timeout=_TIMEOUT_S, environment=env)
        client.ping()
    except (docker.errors.DockerException, OSError):
        return None
    return client.api
