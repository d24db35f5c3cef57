"""Networks: created, read, removed."""

from typing import Any

from docker.types import IPAMConfig

from plugins.docker.engine import Api, APIError, Engine, NotFound, translated
from plugins.docker.errors import NameTaken
from plugins.docker.kinds import Values
from plugins.docker.naming import MARK
from plugins.docker.network.bodies import creation, outputs
from plugins.docker.resource import Made, Situation
from plugins.docker.waiting import until_gone

_CONFLICT = 409


class Networks:
    """Networks of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, inputs: Values, situation: Situation) -> Made:
        """Create a network; what an interrupted update left is replaced."""
        api, name = self._engine.api, str(inputs["name"])
        options = creation(inputs, {MARK: situation.mark})
        with translated(f"create network {name}"):
            try:
                report = _create(api, options)
            except APIError as error:
                if error.status_code != _CONFLICT:
                    raise
                self.remove_left_over(name, situation.mark)
                report = _create(api, options)
            seen = api.inspect_network(report["Id"])
            return Made(report["Id"], outputs(seen, inputs))

    def remove_left_over(self, name: str, mark: str) -> None:
        """Remove what an interrupted create of the marked resource left."""
        api = self._engine.api
        for found in api.networks(names=[name]):
            # The engine's filter matches parts of names, too.
            if found["Name"] != name:
                continue
            if (found.get("Options") or {}).get(MARK) != mark:
                raise NameTaken(
                    f"cannot create network {name}: the engine has one of that name "
                    f"({found['Id'][:12]}) that this stack did not make. Remove it "
                    f"(`docker network rm {name}`), import it, or choose another name"
                )
            api.remove_network(found["Id"])

    def read(self, identity: str, recorded: Values) -> Made | None:
        """Return what the engine has; None when the network is gone."""
        with translated(f"read network {identity}"):
            try:
                report = self._engine.api.inspect_network(identity)
            except NotFound:
                return None
            return Made(report["Id"], outputs(report, recorded))

    def update(
        self, identity: str, recorded: Values, inputs: Values, situation: Situation
    ) -> Values:
        """Record *inputs*: whatever the engine would have to change replaces."""
        return {**recorded, **inputs}

    def delete(self, identity: str, recorded: Values, situation: Situation) -> None:
        """Remove the network, once nothing is connected to it."""
        api, what = self._engine.api, f"network {recorded.get('name', identity)}"
        with translated(f"remove {what}"):
            until_gone(
                lambda: api.remove_network(identity),
                busy="active endpoints",
                what=what,
                cancelled=situation.cancelled,
            )


def _create(api: Api, options: dict[str, Any]) -> dict[str, Any]:
    ipam = IPAMConfig()
    ipam.update(options["ipam"])
    report: dict[str, Any] = api.create_network(**{**options, "ipam": ipam})
    return report
