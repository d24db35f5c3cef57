"""
Resource plugins that start while this tool still prepares; Pulumi attaches to them.

Pulumi starts its plugins one after the other, and each spends half a second on
importing. Whatever goes wrong here, Pulumi starts its own as usual.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from catalog.identity import PROJECT

DOCKER = "docker"
DYNAMIC = "pulumi-python"
ATTACH = "PULUMI_DEBUG_PROVIDERS"
OPT_OUT = "PHAROS_PLUGINS_AHEAD"
_WAIT_S = 20.0
_END_S = 5.0


class WarmPlugin:
    """
    One plugin's process, which has imported and waits for its environment.

    Attributes:
        said: Lines that it wrote, on either stream.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.said: list[str] = []
        self._told = threading.Event()
        self._port: int | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-P", "-m", "plugins.ahead", name],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # Ctrl-C reaches it through Pulumi, as a request to cancel.
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def serve(self, env: Mapping[str, str]) -> None:
        """Let it serve with *env*, which others could see on a command line."""
        assert self._process.stdin is not None
        # Where it has ended, `port` says so.
        with suppress(OSError):
            self._process.stdin.write(json.dumps(dict(env)) + "\n")
            self._process.stdin.flush()

    def port(self, timeout_s: float) -> int | None:
        """Return where it serves; None if it has not said so within *timeout_s*."""
        self._told.wait(timeout_s)
        return self._port

    def end(self) -> None:
        """End it, if it has not ended."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                said = line.strip()
                if self._port is None and said.isascii() and said.isdigit():
                    self._port = int(line)
                    self._told.set()
                else:
                    self.said.append(line.rstrip())
        self._told.set()


class WarmPlugins:
    """The plugins of one run, ended with it."""

    def __init__(self, plugins: Iterable[WarmPlugin] = ()) -> None:
        self._plugins = list(plugins)
        self._attached: dict[str, str] | None = None

    @property
    def pids(self) -> set[int]:
        """Of the processes."""
        return {plugin.pid for plugin in self._plugins}

    def drop(self, name: str) -> None:
        """End the plugin *name*: Pulumi is to use another one."""
        for plugin in [each for each in self._plugins if each.name == name]:
            self._plugins.remove(plugin)
            plugin.end()

    def attach(self, env: Mapping[str, str]) -> dict[str, str]:
        """
        Return the variable with which Pulumi attaches; empty if there is nothing to.

        Args:
            env: What Pulumi runs with, and so its plugins.
        """
        if self._attached is None:
            for plugin in self._plugins:
                plugin.serve({**env, "PULUMI_PROJECT": PROJECT})
            deadline_s = time.monotonic() + _WAIT_S
            ports = {
                plugin.name: plugin.port(max(0.0, deadline_s - time.monotonic()))
                for plugin in self._plugins
            }
            self._attached = variable(ports)
        return dict(self._attached)

    def take_said(self) -> str:
        """Return what the plugins have written, each line once."""
        lines = []
        for plugin in self._plugins:
            # A line that comes meanwhile stays for the next call.
            count = len(plugin.said)
            lines += [f"  {plugin.name}: {line}" for line in plugin.said[:count]]
            del plugin.said[:count]
        return "\n".join(lines)

    def end(self) -> None:
        """End them all."""
        plugins, self._plugins = self._plugins, []
        for plugin in plugins:
            plugin.end()


def variable(ports: Mapping[str, int | None]) -> dict[str, str]:
    """Return the variable that gives Pulumi the *ports* that there are."""
    words = [f"{name}:{port}" for name, port in ports.items() if port is not None]
    return {ATTACH: ",".join(words)} if words else {}


def wanted(env: Mapping[str, str], *, official: bool) -> tuple[str, ...]:
    """
    Return the plugins to start.

    Args:
        official: Whether the official docker plugin is installed, which then wins.
    """
    # A developer who debugs a plugin has set the variable.
    if env.get(OPT_OUT) == "off" or env.get(ATTACH):
        return ()
    return (DYNAMIC,) if official else (DOCKER, DYNAMIC)


def start(names: Collection[str], folder: Path) -> WarmPlugins:
    """Start the plugins *names* in the program's *folder*."""
    started = []
    for name in names:
        try:
            started.append(WarmPlugin(name, folder))
        except OSError:
            # No more processes, say: Pulumi will tell.
            break
    return WarmPlugins(started)
