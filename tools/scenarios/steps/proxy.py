"""A proxy in front of a service, which delays what comes or answers in its place."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.services import COLLECTOR, SHOP_PORT
from tools.scenarios.errors import StepFailed
from tools.scenarios.stage import Stage

_SOURCE = Path(__file__).resolve().parents[1] / "inside" / "proxy.py"
_BEHAVIOUR = "/tmp/behaviour.json"  # noqa: S108 - of the container, in memory
_SUFFIX = "behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fronted:
    """
    A proxy answers under the name of a service, and passes everything on at once.

    The service itself moves to a network that only the proxy and the collector share
    with it: a container's own name stays on every network that it is in. Connections
    to it break, so this is done before the fault, and the engine is given the time to
    see that all is well.
    """

    service: str

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Put it there."""
        container = stage.container(self.service)
        (name, link), *others = container.attrs["NetworkSettings"]["Networks"].items()
        if others:
            raise StepFailed(
                f"{container.name} is in {len(others) + 1} networks; a proxy can stand"
                " in one"
            )
        network = stage.docker.networks.get(name)
        aliases = [each for each in link["Aliases"] or () if each != container.short_id]
        _removed(stage, self.service)
        behind = stage.docker.networks.create(_name(stage, self.service), internal=True)
        undo.callback(_removed, stage, self.service)
        undo.callback(_returned, network, container, aliases)
        # First of all, for its address is then free for the service again.
        undo.callback(_stopped, stage, self.service)
        behind.connect(stage.container(COLLECTOR.name), aliases=[COLLECTOR.name])
        behind.connect(container, aliases=[_behind(self.service)])
        network.disconnect(container)
        # It takes the address that has just become free: who holds a connection to
        # the service asks the proxy with it, is refused, and connects anew.
        _started(stage, network, behind, container, self.service)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaves:
    """
    What the proxy in front of a service does from now on.

    Attributes:
        delay_s: Of each piece that a client sends.
        status: Answered in place of the service; 0 passes on.
        only_from: The one service whose connections are meant; empty for all.
    """

    service: str
    delay_s: float = 0.0
    status: int = 0
    only_from: str = ""

    def begin(self, stage: Stage, undo: ExitStack) -> None:
        """Tell the proxy."""
        undo.callback(_tell, stage, self.service, {})
        wanted = {
            "delay_s": self.delay_s,
            "status": self.status,
            "only_from": self.only_from,
        }
        _tell(stage, self.service, wanted)


def _behind(service: str) -> str:
    return f"{service}-{_SUFFIX}"


def _name(stage: Stage, service: str) -> str:
    return f"{stage.name}-scenario-{service}"


def _returned(network: Any, container: Any, aliases: Sequence[str]) -> None:
    container.reload()
    if network.name not in container.attrs["NetworkSettings"]["Networks"]:
        network.connect(container, aliases=list(aliases))


def _started(
    stage: Stage, network: Any, behind: Any, container: Any, service: str
) -> None:
    made = stage.docker.containers.create(
        container.attrs["Image"],
        command=[
            *("-c", _SOURCE.read_text()),
            *(_behind(service), str(SHOP_PORT), _BEHAVIOUR),
        ],
        entrypoint=["python3"],
        name=_name(stage, service),
        user=container.attrs["Config"]["User"],
        read_only=True,
        tmpfs={"/tmp": "size=1m,mode=1777"},  # noqa: S108
        cap_drop=["ALL"],
        security_opt=["no-new-privileges"],
        mem_limit="96m",
        healthcheck={"test": ["NONE"]},
        network=network.name,
    )
    # Its place on the network comes with the service's name.
    network.disconnect(made)
    network.connect(made, aliases=[service])
    made.start()
    behind.connect(made)


def _stopped(stage: Stage, service: str) -> None:
    name = _name(stage, service)
    for each in stage.docker.containers.list(all=True, filters={"name": f"^{name}$"}):
        each.remove(force=True)


def _removed(stage: Stage, service: str) -> None:
    """Remove proxy and network; what is left of a killed run as well."""
    _stopped(stage, service)
    name = _name(stage, service)
    for network in stage.docker.networks.list(filters={"name": f"^{name}$"}):
        network.reload()
        for container in network.containers:
            network.disconnect(container, force=True)
        network.remove()


def _tell(stage: Stage, service: str, behaviour: dict[str, object]) -> None:
    proxy = stage.docker.containers.get(_name(stage, service))
    text = json.dumps(behaviour)
    source = f"open({_BEHAVIOUR!r}, 'w').write({text!r})"
    status, output = proxy.exec_run(["python3", "-c", source])
    if status:
        raise StepFailed(
            f"the proxy in front of {service} cannot be told: {output.decode()[-300:]}"
        )
