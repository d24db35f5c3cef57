"""What this machine is, and Debian packages for it."""

import os
import platform
import shutil
from pathlib import Path

from tools.bootstrap.endpoint import endpoints
from tools.bootstrap.engine_choice import Machine, is_wsl, parse_os_release
from tools.bootstrap.processes import OnLine, Processes

_OS_RELEASE = Path("/etc/os-release")


def this_machine() -> Machine:
    """Look at this machine."""
    chosen = [each.url for each in endpoints() if each.chosen]
    text = _OS_RELEASE.read_text() if _OS_RELEASE.exists() else ""
    return Machine(
        system=platform.system(),
        distribution=parse_os_release(text),
        root=os.geteuid() == 0,
        wsl=is_wsl({"release": platform.release()}),
        chosen=chosen[0] if chosen else "",
        dockerd=shutil.which("dockerd") is not None,
        docker_cli=shutil.which("docker") is not None,
    )


def can_install(machine: Machine) -> bool:
    """Tell whether packages can be installed without asking anybody."""
    return machine.root and machine.debian and shutil.which("apt-get") is not None


def apt_install(packages: tuple[str, ...], processes: Processes, tell: OnLine) -> None:
    """
    Install Debian packages, without what they only recommend.

    Raises:
        CommandFailed: With the end of what apt-get said.
    """
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A stale list is no reason to fail: the installation tells.
    processes.run(["apt-get", "update", "-q"], env=env, on_line=tell, check=False)
    words = ["install", "-qy", "--no-install-recommends"]
    processes.run(["apt-get", *words, *packages], env=env, on_line=tell)
