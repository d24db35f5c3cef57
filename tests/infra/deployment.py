"""The whole program under mocks: what it declares, as plain data."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pulumi

from catalog.services import SERVICES

CANARY = "canary-7f3a9c-never-to-be-seen"
CONTAINER = "docker:index/container:Container"
VOLUME = "docker:index/volume:Volume"
NETWORK = "docker:index/network:Network"
FOLDER = "pulumi-python:dynamic/pharos:Folder"
RELOAD = "pulumi-python:dynamic/pharos:Reload"
IMAGE_KEYS = (
    "app",
    "prometheus",
    "alertmanager",
    "grafana",
    "node-exporter",
    "gateway",
)


@dataclass
class Recorder(pulumi.runtime.Mocks):
    """Answers every registration, and keeps it."""

    resources: list[pulumi.runtime.MockResourceArgs] = field(default_factory=list)

    def new_resource(
        self, args: pulumi.runtime.MockResourceArgs
    ) -> tuple[str, dict[str, Any]]:
        self.resources.append(args)
        return f"{args.name}-id", {**args.inputs, "version": "..v1"}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        raise AssertionError(f"the program asks nothing of the engine: {args.token}")

    def inputs(self, kind: str) -> dict[str, Mapping[str, Any]]:
        """Return the inputs of each resource of one type, by logical name."""
        return {each.name: each.inputs for each in self.resources if each.typ == kind}


def images_json(keys=IMAGE_KEYS, *, tools=None):
    images = {
        key: {
            "reference": f"sha256:{number:064x}",
            "name": f"pharos/{key}:test",
            "source": "built",
            "probe": ["/bin/hc", "{port}", "{path}"],
        }
        for number, key in enumerate(keys, start=1)
    }
    passes = {"promtool": ["true"], "amtool": ["true"]}
    return json.dumps(
        {
            "version": 1,
            "images": images,
            "missing": {},
            "tools": passes if tools is None else tools,
        }
    )


@contextmanager
def machine(home: Path, *, images: str | None = None) -> Iterator[None]:
    """A machine on which bootstrap has run, its secrets being canaries."""
    stack = home / "stacks" / "dev"
    stack.mkdir(parents=True, exist_ok=True)
    (home / "images.json").write_text(images or images_json())
    keys = ("grafana-admin-password", "simulation-token")
    (stack / "secrets.json").write_text(json.dumps(dict.fromkeys(keys, CANARY)))
    with mock.patch.dict(os.environ, {"PHAROS_HOME": str(home)}):
        os.environ.pop("PHAROS_IMAGES", None)
        yield


def deploy(home: Path, *, images: str | None = None, **config: str) -> Recorder:
    """Run the program for stack dev, and return what it declared."""
    recorder = Recorder()
    pulumi.runtime.set_mocks(recorder, project="pharos", stack="dev")
    raw = {f"pharos:{key}": value for key, value in config.items()}
    pulumi.runtime.set_all_config(raw)

    @pulumi.runtime.test
    def declare() -> None:
        from infra import program

        program.run()

    with (
        machine(home, images=images),
        mock.patch.dict(os.environ, {"PULUMI_CONFIG": json.dumps(raw)}),
    ):
        declare()
    return recorder


def service_names() -> set[str]:
    return {service.name for service in SERVICES}
