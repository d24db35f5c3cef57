"""The whole program under mocks: what it declares, as plain data."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pulumi
from pulumi.runtime.mocks import MockMonitor

from catalog.own_services import OWN
from catalog.services import running
from infra import program
from tests.loops import use_event_loop
from tools.bootstrap import private_files

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
    "blackbox",
    "gateway",
    "collector",
    "engine",
    "postgres",
    "postgres-exporter",
    *(own.image_key for own in OWN),
)


# How Pulumi marks a secret on its way to the engine.
_SIGNATURE = "4dabf18193072939515e22adb298388d"


@dataclass
class Recorder(pulumi.runtime.Mocks):
    """
    Answers every registration, and keeps it.

    Attributes:
        options: What the program asked of the engine, by resource name.
        outputs: What the stack exports.
    """

    resources: list[pulumi.runtime.MockResourceArgs] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)

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


class Monitor(MockMonitor):
    """Keeps the options too, which mocks are not shown."""

    mocks: Recorder

    def RegisterResource(self, request: Any) -> Any:
        self.mocks.options[request.name] = request
        return super().RegisterResource(request)


def is_secret(value: Any) -> bool:
    """Tell whether the program marked *value* as a secret."""
    return isinstance(value, dict) and _SIGNATURE in value


def without_secrets(value: Any) -> Any:
    """Return *value* without what Pulumi encrypts."""
    if is_secret(value):
        return "[secret]"
    if isinstance(value, dict):
        return {key: without_secrets(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_secrets(item) for item in value]
    return value


def images_json(keys=IMAGE_KEYS, *, tools=None):
    images = {
        key: {
            "reference": f"sha256:{number:064x}",
            "name": f"pharos/{key}:test",
            "source": "built",
            "probe": ["/bin/hc", "{port}", "{path}", "{rest}"],
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
    (stack / "images.json").write_text(images or images_json())
    keys = private_files.GENERATED
    (stack / "secrets.json").write_text(json.dumps(dict.fromkeys(keys, CANARY)))
    with mock.patch.dict(os.environ, {"PHAROS_HOME": str(home)}):
        yield


def declared(declare: Callable[[], object]) -> Recorder:
    """Run *declare* under mocks, and return what it declared."""
    use_event_loop()
    recorder = Recorder()
    pulumi.runtime.set_mocks(
        recorder, project="pharos", stack="dev", monitor=Monitor(recorder)
    )

    @pulumi.runtime.test
    def run() -> None:
        declare()

    run()
    return recorder


def deploy(home: Path, *, images: str | None = None, **config: str) -> Recorder:
    """Run the program for stack dev, and return what it declared."""
    use_event_loop()
    recorder = Recorder()
    pulumi.runtime.set_mocks(
        recorder, project="pharos", stack="dev", monitor=Monitor(recorder)
    )
    raw = {f"pharos:{key}": value for key, value in config.items()}
    pulumi.runtime.set_all_config(raw)

    @pulumi.runtime.test
    def declare() -> None:
        program.run()

    with (
        machine(home, images=images),
        # Mocks have no stack that would keep them.
        mock.patch.object(pulumi, "export", recorder.outputs.__setitem__),
        mock.patch.dict(os.environ, {"PULUMI_CONFIG": json.dumps(raw)}),
    ):
        declare()
    return recorder


def service_names() -> set[str]:
    return {service.name for service in running()}
