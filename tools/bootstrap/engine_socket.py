"""
The few questions that this tool asks an engine, over its Unix socket.

The methods are docker-py's, which takes over where the engine listens elsewhere;
importing it takes longer than everything that is asked here.
"""

import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from tools.bootstrap.errors import EngineError

# Each frame of a log begins with the stream's number and four bytes of length.
_HEADER_BYTES = 8


class SocketApi:
    """Talks to the engine that listens on *path*."""

    def __init__(self, path: str, timeout_s: float) -> None:
        self._path = path
        self._timeout_s = timeout_s

    def ping(self) -> None:
        """
        Make sure that an engine answers.

        Raises:
            OSError: Nothing does.
        """
        self._call("GET", "/_ping")

    def version(self) -> dict[str, Any]:
        """Return the engine's versions."""
        return dict(json.loads(self._call("GET", "/version")))

    def info(self) -> dict[str, Any]:
        """Return what the engine says of itself."""
        return dict(json.loads(self._call("GET", "/info")))

    def containers(
        self,
        all: bool = False,
        filters: Mapping[str, str] | None = None,
    ) -> list[dict[str, Any]]:
        """List containers."""
        words = {key: [value] for key, value in (filters or {}).items()}
        query = urlencode({"all": int(all), "filters": json.dumps(words)})
        return list(json.loads(self._call("GET", f"/containers/json?{query}")))

    def inspect_container(self, container: str) -> dict[str, Any]:
        """Return everything about one container."""
        return dict(
            json.loads(self._call("GET", f"/containers/{quote(container)}/json"))
        )

    def remove_container(self, container: str, force: bool = False) -> None:
        """Remove one container."""
        self._call("DELETE", f"/containers/{quote(container)}?force={int(force)}")

    def start(self, container: str) -> None:
        """Start one container; one that runs is left alone."""
        self._call("POST", f"/containers/{quote(container)}/start")

    def unpause(self, container: str) -> None:
        """Let one container go on."""
        self._call("POST", f"/containers/{quote(container)}/unpause")

    def volumes(self, filters: Mapping[str, str]) -> dict[str, Any]:
        """List volumes."""
        words = {key: [value] for key, value in filters.items()}
        query = urlencode({"filters": json.dumps(words)})
        return dict(json.loads(self._call("GET", f"/volumes?{query}")))

    def networks(self, filters: Mapping[str, str]) -> list[dict[str, Any]]:
        """List networks."""
        words = {key: [value] for key, value in filters.items()}
        query = urlencode({"filters": json.dumps(words)})
        return list(json.loads(self._call("GET", f"/networks?{query}")))

    def logs(
        self, container: str, stream: bool, follow: bool, tail: int
    ) -> Iterator[bytes]:
        """Yield what a container wrote, in the engine's pieces."""
        words = {"stdout": 1, "stderr": 1, "follow": int(follow), "tail": tail}
        connection = _Connection(self._path, None)
        target = f"/containers/{quote(container)}/logs?{urlencode(words)}"
        try:
            connection.request("GET", target)
            answer = connection.getresponse()
            _check(answer, target)
            while len(header := answer.read(_HEADER_BYTES)) == _HEADER_BYTES:
                yield answer.read(int.from_bytes(header[4:], "big"))
        finally:
            connection.close()

    def _call(self, method: str, target: str) -> bytes:
        connection = _Connection(self._path, self._timeout_s)
        try:
            connection.request(method, target)
            answer = connection.getresponse()
            _check(answer, target)
            return answer.read()
        except http.client.HTTPException as error:
            raise OSError(f"{self._path} does not speak HTTP: {error}") from error
        finally:
            connection.close()


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str, timeout_s: float | None) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _check(answer: http.client.HTTPResponse, target: str) -> None:
    if answer.status >= http.client.BAD_REQUEST:
        said = answer.read().decode(errors="replace").strip()
        raise EngineError(f"the Docker engine refuses {target}: {said}")
