"""Declares what `resources.json` beside it says, by raw token and inputs."""

import json
from pathlib import Path

import pulumi

from infra.providers.folder import Folder

FOLDER = "pulumi-python:dynamic/pharos:Folder"


def main() -> None:
    for entry in json.loads((Path(__file__).parent / "resources.json").read_text()):
        options = pulumi.ResourceOptions(protect=entry["protected"])
        if entry["type"] == FOLDER:
            Folder(
                entry["name"],
                path=Path(__file__).parent / "folder",
                files=entry["inputs"]["files"],
                secrets={},
                uid=10001,
                gid=10001,
                image="sha256:0",
                opts=options,
            )
        else:
            pulumi.CustomResource(
                entry["type"], entry["name"], entry["inputs"], options
            )


main()
