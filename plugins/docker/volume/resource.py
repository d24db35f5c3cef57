"""Volumes: created, read, removed."""

from collections.abc import Mapping
from typing import Any

from plugins.docker.comparing import settle
from plugins.docker.engine import Engine, NotFound, translated
from plugins.docker.kinds import Values
from plugins.docker.resource import Made, Situation
from plugins.docker.volume.table import VOLUME
from plugins.docker.waiting import until_gone


class Volumes:
    """Volumes of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, inputs: Values, situation: Situation) -> Made:
        """Create a volume; the engine returns one of that name where it has it."""
        arguments: Mapping[str, Any] = inputs
        labels = {i["label"]: i["value"] for i in arguments.get("labels", ())}
        with translated(f"create volume {inputs['name']}"):
            report = self._engine.api.create_volume(
                name=arguments["name"],
                driver=arguments.get("driver"),
                driver_opts=arguments.get("driverOpts"),
                labels=labels or None,
            )
            return Made(report["Name"], outputs(report, inputs))

    def read(self, identity: str, recorded: Values) -> Made | None:
        """Return what the engine has; None when the volume is gone."""
        with translated(f"read volume {identity}"):
            try:
                report = self._engine.api.inspect_volume(identity)
            except NotFound:
                return None
            return Made(report["Name"], outputs(report, recorded))

    def update(
        self, identity: str, recorded: Values, inputs: Values, situation: Situation
    ) -> Values:
        """Record *inputs*: whatever the engine would have to change replaces."""
        return {**recorded, **inputs}

    def delete(self, identity: str, recorded: Values, situation: Situation) -> None:
        """Remove the volume and its data, once no container has it."""
        api = self._engine.api
        with translated(f"remove volume {identity}"):
            until_gone(
                lambda: api.remove_volume(identity, force=True),
                busy="volume is in use",
                what=f"volume {identity}",
                cancelled=situation.cancelled,
            )


def outputs(report: Mapping[str, Any], recorded: Values) -> Values:
    """Return all the outputs of the volume that ``GET /volumes/{name}`` reports."""
    labels = report.get("Labels") or {}
    seen: Values = {
        "name": report["Name"],
        "driver": report["Driver"],
        "driverOpts": report.get("Options") or {},
        "labels": [{"label": k, "value": v} for k, v in sorted(labels.items())],
    }
    settled = {
        name: settle(VOLUME.inputs[name], recorded.get(name), value)
        for name, value in seen.items()
    }
    found: Values = {**recorded, **settled, "mountpoint": report["Mountpoint"]}
    return {name: value for name, value in found.items() if value is not None}
