"""Decides what to do about a Docker engine that does not answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tools.bootstrap.errors import EngineError

DEBIAN_PACKAGE = "docker.io"


class Action(StrEnum):
    """What is done before an engine answers."""

    INSTALL_AND_START = "install docker.io and start it"
    START = "start dockerd"


@dataclass(frozen=True, kw_only=True)
class Machine:
    """
    What matters of this machine.

    Attributes:
        system: As ``uname -s`` says it.
        distribution: ID and ID_LIKE of /etc/os-release.
        chosen: The engine's address, if the user named it.
        dockerd: Whether dockerd is on PATH.
        docker_cli: Whether Docker's CLI is.
    """

    system: str
    distribution: frozenset[str]
    root: bool
    wsl: bool
    chosen: str
    dockerd: bool
    docker_cli: bool

    @property
    def debian(self) -> bool:
        """Whether apt-get installs packages here."""
        return bool(self.distribution & {"debian", "ubuntu"})


def decide(machine: Machine) -> Action:
    """
    Return what makes an engine answer.

    Raises:
        EngineError: When only the user can; says how.
    """
    if machine.chosen:
        raise EngineError(
            f"no Docker engine answers at {machine.chosen}, which DOCKER_HOST or the"
            " docker context names; start it, or unset DOCKER_HOST and run `docker"
            " context use default`"
        )
    if machine.system == "Linux" and machine.root and not machine.wsl:
        if machine.dockerd:
            return Action.START
        if machine.debian:
            return Action.INSTALL_AND_START
    raise EngineError(f"no Docker engine answers; {advice(machine)}")


def advice(machine: Machine) -> str:
    """Return how to get a Docker engine on this kind of machine."""
    if machine.system == "Darwin":
        return "install and start Docker Desktop (https://docs.docker.com/desktop)"
    if machine.wsl:
        return (
            "start Docker Desktop on Windows and turn on its WSL integration for this"
            " distribution (Settings, Resources, WSL integration)"
        )
    if machine.dockerd:
        return (
            "start it: `sudo systemctl start docker`; if it runs, you may not use it:"
            " `sudo usermod -aG docker $USER`, then log in again"
        )
    if machine.debian:
        return (
            f"`sudo apt-get install {DEBIAN_PACKAGE}`, then `sudo usermod -aG docker"
            " $USER` and log in again; or run this as root, which does it"
        )
    if machine.distribution & {"fedora", "rhel", "centos"}:
        return "`sudo dnf install moby-engine && sudo systemctl enable --now docker`"
    return "install one: https://docs.docker.com/engine/install"


def parse_os_release(text: str) -> frozenset[str]:
    """Return the ids of a distribution and of those that it is like."""
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    words = f"{values.get('ID', '')} {values.get('ID_LIKE', '')}"
    return frozenset(words.replace('"', "").split())


def is_wsl(kernel: Mapping[str, str]) -> bool:
    """Tell whether the kernel's release is that of Windows's Linux."""
    return "microsoft" in kernel.get("release", "").lower()
