"""One question to a local engine without docker-py, whose import takes far longer."""

import http.client
import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DEFAULT_SOCKET = Path("/var/run/docker.sock")
_TIMEOUT_S = 10.0


def socket_of(environment: Mapping[str, str]) -> Path | None:
    """Return the engine's Unix socket; None when DOCKER_HOST is of another kind."""
    host = environment.get("DOCKER_HOST", "")
    if not host:
        return DEFAULT_SOCKET
    scheme, _, path = host.partition("://")
    return Path(path) if scheme == "unix" else None


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_TIMEOUT_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def list_over_socket(path: Path | None) -> list[dict[str, Any]] | None:
    """
    List the engine's images.

    Returns:
        None whenever that does not work out; docker-py then says what is wrong.
    """
    if path is None:
        return None
    connection = _Connection(path)
    try:
        connection.request("GET", "/images/json?all=1")
        response = connection.getresponse()
        listed = json.loads(response.read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return listed if response.status == 200 and isinstance(listed, list) else None
