"""The Pulumi program of the suite: declares what `resources.json` beside it says."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pulumi_docker as docker

TYPES: dict[str, Any] = {
    "Container": docker.Container,
    "Network": docker.Network,
    "RemoteImage": docker.RemoteImage,
    "Volume": docker.Volume,
}


def value(item: Any, made: dict[str, Any]) -> Any:
    match item:
        case {"$output": path}:
            name, _, attribute = path.partition(".")
            return getattr(made[name], attribute)
        case {"$secret": inner}:
            return pulumi.Output.secret(value(inner, made))
        case dict():
            return {key: value(inner, made) for key, inner in item.items()}
        case list():
            return [value(inner, made) for inner in item]
    return item


def main() -> None:
    made: dict[str, Any] = {}
    for entry in json.loads((Path(__file__).parent / "resources.json").read_text()):
        options = pulumi.ResourceOptions(**entry["options"])
        arguments = value(entry["arguments"], made)
        name = entry["name"]
        made[name] = TYPES[entry["type"]](name, opts=options, **arguments)


main()
