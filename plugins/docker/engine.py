"""Connections to the Docker engine, and its errors in words that help."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docker import APIClient
from docker.errors import APIError, DockerException, NotFound, TLSParameterError
from docker.tls import TLSConfig
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import Timeout

from plugins.docker.configuration import Address
from plugins.docker.errors import (
    BadConfiguration,
    EngineRefused,
    EngineUnreachable,
    NameTaken,
    PluginError,
    PortInUse,
)

# types-docker knows half of the low-level client, and some of that wrongly.
Api = Any

__all__ = ["APIError", "Api", "Engine", "NotFound", "translated"]

_TIMEOUT_S = 120
_PORT = re.compile(r"(?:Bind for|listen [a-z]+4?6?) ([^\s:]*:[0-9]+)")


class Engine:
    """
    Opens one connection pool per thread; docker-py promises nothing across threads.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._local = threading.local()
        self._lock = threading.Lock()
        self._version = "auto"

    @property
    def api(self) -> Api:
        """
        The calling thread's client.

        Raises:
            EngineUnreachable: When nothing answers.
        """
        client: APIClient | None = getattr(self._local, "client", None)
        if client is None:
            client = self._local.client = self._open()
        return client

    def _open(self) -> APIClient:
        # The first connection asks for the version; the others know it then.
        with self._lock:
            client = self._connect(self._version)
            self._version = client.api_version
        return client

    def _connect(self, version: str) -> APIClient:
        address = self._address
        try:
            return APIClient(
                base_url=address.host,
                version=version,
                timeout=_TIMEOUT_S,
                tls=_tls(address.certificates),
                use_ssh_client=True,
            )
        except DockerException as error:
            raise EngineUnreachable(
                f"no Docker engine answers at {address.host}: {_reason(error)}. "
                "Start it (for example `systemctl start docker`), or set DOCKER_HOST "
                "or docker:host to where it listens"
            ) from error


def _tls(folder: str) -> TLSConfig | bool:
    if not folder:
        return False
    try:
        return TLSConfig(
            client_cert=(f"{folder}/cert.pem", f"{folder}/key.pem"),
            ca_cert=f"{folder}/ca.pem",
            verify=True,
        )
    except TLSParameterError as error:
        raise BadConfiguration(
            f"docker:certPath is {folder!r}, which has to hold cert.pem, key.pem and "
            f"ca.pem: {error}"
        ) from error


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """
    Turn what docker-py raises into our own errors.

    Args:
        doing: What is being done, as in "create container web".
    """
    try:
        yield
    except PluginError:
        raise
    except APIError as error:
        raise _refusal(doing, error) from error
    except (NoConnection, Timeout, DockerException) as error:
        raise EngineUnreachable(
            f"cannot {doing}: the Docker engine stopped answering: {_reason(error)}. "
            "Check that it runs, then run the update again"
        ) from error


def _refusal(doing: str, error: APIError) -> EngineRefused:
    said = str(error.explanation or error)
    port = _PORT.search(said)
    if "port is already allocated" in said or "address already in use" in said:
        which = port[1] if port else "a published port"
        return PortInUse(
            f"cannot {doing}: {which} is in use by another process or container. "
            "Stop that (`ss -ltnp` and `docker ps` tell which), or publish another port"
        )
    if error.status_code == 409 and "already" in said and "name" in said:
        return NameTaken(f"cannot {doing}: {said.strip()}")
    return EngineRefused(f"cannot {doing}: the Docker engine says: {said.strip()}")


def _reason(error: BaseException) -> str:
    """Return the innermost cause, where the operating system's own words are."""
    while inner := error.__cause__ or error.__context__:
        error = inner
    return str(error) or type(error).__name__
