"""A stack of the tests' own, driven as a user would: through make."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docker
import yaml
from docker.models.containers import Container

from catalog.identity import LABEL_SERVICE, LABEL_STACK, resource_name
from infra.specs.secret_keys import environment_key
from infra.specs.settings import Settings, default_port_offset, parse

UP_TIMEOUT_S = 3600
# Quick scrapes, so that a test does not wait for the next one.
BASE_CONFIG = {
    "pharos:target": "docker",
    "pharos:simulation": "on",
    "pharos:scrapeInterval": "2s",
    "pharos:productsScrapeInterval": "2s",
    # A test puts a receiver there; until then the collector keeps the spans.
    "pharos:tracesBackend": "jaeger",
    "pharos:tracesEndpoint": "http://traces:4318",
    "pharos:tracesQueryUrl": "http://traces:16686",
    "pharos:tracesSamplePercent": "100",
    # Tests edit generated files by hand; the policies still judge what is declared.
    "pharos:gate": "policies",
}


# A secret that has to be an address carries its canary as a token. What goes there
# arrives, so that no delivery fails for it.
ADDRESSES = {"webhook-url": "http://notifications:9094/api/alerts?token={}"}


@dataclass(kw_only=True)
class Stack:
    """
    One deployed stack.

    Attributes:
        checkout: Where make runs: a copy, which tests may edit.
        home: PHAROS_HOME; may be shared by several stacks.
        canaries: Secrets by name, given in the environment; as part of an address
            where ``ADDRESSES`` has one.
        more_environment: What make sees on top.
        output: All that make printed.
    """

    name: str
    checkout: Path
    home: Path
    engine: docker.DockerClient
    canaries: Mapping[str, str] = field(default_factory=dict)
    config: dict[str, str] = field(default_factory=lambda: dict(BASE_CONFIG))
    more_environment: Mapping[str, str] = field(default_factory=dict)
    output: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What make sees; the tests' own virtual environment stays out of it."""
        kept = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
        given = {
            environment_key(name): ADDRESSES.get(name, "{}").format(text)
            for name, text in self.canaries.items()
        }
        home = {"PHAROS_HOME": str(self.home)}
        return {**kept, **given, **home, **self.more_environment}

    @property
    def settings(self) -> Settings:
        """The settings as the program reads them."""
        return parse(self.name, self.config)

    def url(self, service: str) -> str:
        """Return where *service* is published."""
        return self.settings.url(service)

    def configure(self, **more: str) -> None:
        """Write the stack's settings file, with *more* keys on top."""
        self.config |= {f"pharos:{key}": text for key, text in more.items()}
        path = self.checkout / f"Pulumi.{self.name}.yaml"
        path.write_text(yaml.safe_dump({"config": self.config}))

    def start_make(self, target: str, *words: str) -> subprocess.Popen[str]:
        """Start make in a process group of its own."""
        return subprocess.Popen(
            ["make", "--no-print-directory", target, f"STACK={self.name}", *words],
            cwd=self.checkout,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def make(self, target: str, *words: str, fails: bool = False) -> str:
        """Run make; return what it printed, once it ended as expected."""
        process = self.start_make(target, *words)
        try:
            printed, _ = process.communicate(timeout=UP_TIMEOUT_S)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        self.output += printed
        expected = "fail" if fails else "succeed"
        assert (process.returncode != 0) == fails, (
            f"make {target} had to {expected}:\n{printed[-6000:]}"
        )
        return printed

    def containers(self) -> list[Container]:
        """Return every container of the stack, stopped ones too."""
        return self.engine.containers.list(
            all=True, filters={"label": f"{LABEL_STACK}={self.name}"}
        )

    def container(self, service: str) -> Container:
        """Return the container of *service*."""
        return self.engine.containers.get(resource_name(self.name, service))

    def services(self) -> set[str]:
        """Return the names of the services that have a container."""
        return {c.labels[LABEL_SERVICE] for c in self.containers()}

    def left(self) -> list[str]:
        """Return the names of what there is of the stack on this machine."""
        label = {"label": f"{LABEL_STACK}={self.name}"}
        volumes = self.engine.volumes.list(filters=label)
        networks = self.engine.networks.list(filters=label)
        folder = self.home / "stacks" / self.name
        return [
            *(str(c.name) for c in self.containers()),
            *(str(v.name) for v in volumes),
            *(str(n.name) for n in networks),
            *([str(folder)] if folder.exists() else []),
        ]

    def sweep(self) -> None:
        """Remove by hand what a failed test left."""
        label = {"label": f"{LABEL_STACK}={self.name}"}
        for container in self.containers():
            container.remove(force=True, v=True)
        for volume in self.engine.volumes.list(filters=label):
            volume.remove(force=True)
        for network in self.engine.networks.list(filters=label):
            network.remove()
        shutil.rmtree(self.home / "stacks" / self.name, ignore_errors=True)

    def get(self, service: str, path: str, **headers: str) -> str:
        """Return the body at *path* of a published service."""
        request = urllib.request.Request(self.url(service) + path, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as response:
            return str(response.read().decode())

    def post(
        self, service: str, path: str, document: object, **headers: str
    ) -> dict[str, Any]:
        """Send JSON to *path* of a published service; return the JSON answer."""
        request = urllib.request.Request(
            self.url(service) + path,
            json.dumps(document).encode(),
            {"Content-Type": "application/json", **headers},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return dict(json.load(response))


def a_pull_request() -> str:
    """Return the name of the stack of some pull request."""
    return f"pr-{1 + secrets.randbelow(99999)}"


def free_name(any_name: Callable[[], str] = lambda: f"t{secrets.token_hex(3)}") -> str:
    """Return a stack name whose derived ports nothing listens on."""
    while True:
        name = any_name()
        ports = parse(name, {}).ports.values()
        # Above 32767 the kernel hands ports out to clients.
        if default_port_offset(name) < 22000 and all(map(_is_free, ports)):
            return name


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
