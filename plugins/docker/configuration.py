"""The provider's own configuration: where the engine listens. Never a secret."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.docker.errors import BadConfiguration

_SYSTEM_SOCKET = Path("/var/run/docker.sock")
_SCHEMES = ("unix://", "tcp://", "http://", "https://", "ssh://", "npipe://")
# Pulumi adds these by itself.
_IGNORED = ("version", "pluginDownloadURL", "disableDockerDaemonCheck")
_REFUSED = {
    "caMaterial": "provider configuration is stored in plain text; use certPath",
    "certMaterial": "provider configuration is stored in plain text; use certPath",
    "keyMaterial": "provider configuration is stored in plain text; use certPath",
    "registryAuth": "provider configuration is stored in plain text; `docker login`",
    "context": "contexts are not read; set docker:host",
    "sshOpts": "options for ssh belong into ~/.ssh/config",
}


@dataclass(frozen=True, slots=True)
class Address:
    """
    Where the engine listens.

    Attributes:
        certificates: Folder with cert.pem, key.pem and ca.pem; "" without TLS.
    """

    host: str
    certificates: str = ""


def mistakes(given: Mapping[str, object]) -> dict[str, str]:
    """Return what is wrong with the configuration, by key."""
    found = {
        key: f"docker:{key} is not implemented by this stand-in plugin: {reason}"
        for key, reason in _REFUSED.items()
        if given.get(key)
    }
    host = given.get("host")
    if isinstance(host, str) and host and not host.startswith(_SCHEMES):
        found["host"] = (
            f"docker:host is {host!r}; it has to start with one of "
            f"{', '.join(_SCHEMES)}"
        )
    known = {"host", "certPath", *_IGNORED, *_REFUSED}
    for key in given.keys() - known:
        found[key] = f"docker:{key} is unknown; known: certPath, host"
    return found


def address(given: Mapping[str, object], environment: Mapping[str, str]) -> Address:
    """
    Return where the engine listens.

    Raises:
        BadConfiguration: With every mistake.
    """
    if found := mistakes(given):
        raise BadConfiguration("; ".join(found[key] for key in sorted(found)))
    host = str(given.get("host") or environment.get("DOCKER_HOST") or default_host())
    folder = str(given.get("certPath") or environment.get("DOCKER_CERT_PATH") or "")
    return Address(host=host, certificates="" if host.startswith("unix") else folder)


def default_host() -> str:
    """Return the socket of the system's engine, or of Docker Desktop's."""
    desktop = Path.home() / ".docker" / "run" / "docker.sock"
    if not _SYSTEM_SOCKET.exists() and desktop.exists():
        return f"unix://{desktop}"
    if os.name == "nt":
        return "npipe:////./pipe/docker_engine"
    return f"unix://{_SYSTEM_SOCKET}"
