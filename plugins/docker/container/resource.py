"""Containers: created, started, read, updated, stopped, removed."""

from collections.abc import Mapping
from typing import Any

from plugins.docker.container.health import until_healthy
from plugins.docker.container.observed import outputs
from plugins.docker.container.removal import remove
from plugins.docker.container.request import (
    creation,
    endpoint,
    resources,
    restart_policy,
)
from plugins.docker.engine import Api, APIError, Engine, NotFound, translated
from plugins.docker.errors import LeftBehind, NameTaken
from plugins.docker.image.resource import find_or_pull
from plugins.docker.kinds import Values
from plugins.docker.naming import MARK
from plugins.docker.resource import Made, Situation

_CONFLICT = 409


class Containers:
    """Containers of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, inputs: Values, situation: Situation) -> Made:
        """Create a container, start it, and wait for its health where asked to."""
        api, name = self._engine.api, str(inputs["name"])
        with translated(f"create container {name}"):
            find_or_pull(api, str(inputs["image"]), str(inputs.get("platform") or ""))
            identity = self._created(inputs, situation)
            try:
                _connect(api, identity, inputs)
                _start(api, identity, inputs, situation)
            except BaseException as failure:
                # Pulumi records nothing of a create that failed: leave nothing.
                _take_away(api, identity, name, failure)
                raise
            return Made(identity, outputs(api.inspect_container(identity), inputs))

    def _created(self, inputs: Values, situation: Situation) -> str:
        name, body = str(inputs["name"]), creation(inputs, {MARK: situation.mark})
        create = self._engine.api.create_container_from_config
        platform = inputs.get("platform") or None
        try:
            return str(create(body, name, platform)["Id"])
        except APIError as error:
            if error.status_code != _CONFLICT:
                raise
            self.remove_left_over(name, situation.mark)
            return str(create(body, name, platform)["Id"])

    def remove_left_over(self, name: str, mark: str) -> None:
        """Remove what an interrupted create of the marked resource left."""
        api = self._engine.api
        try:
            found = api.inspect_container(name)
        except NotFound:
            return
        if (found["Config"].get("Labels") or {}).get(MARK) != mark:
            raise NameTaken(
                f"cannot create container {name}: the engine has one of that name "
                f"({found['Id'][:12]}) that this stack did not make. Remove it "
                f"(`docker rm -f {name}`), import it, or choose another name"
            )
        remove(api, found["Id"], volumes=True)

    def read(self, identity: str, recorded: Values) -> Made | None:
        """Return what the engine has; None when the container is gone."""
        with translated(f"read container {identity}"):
            try:
                report = self._engine.api.inspect_container(identity)
            except NotFound:
                return None
            return Made(report["Id"], outputs(report, recorded))

    def update(
        self, identity: str, recorded: Values, inputs: Values, situation: Situation
    ) -> Values:
        """Change limits and restart policy; start it if it has to run and does not."""
        api = self._engine.api
        with translated(f"update container {inputs['name']}"):
            if _limits_changed(recorded, inputs):
                _set_limits(api, identity, inputs)
            if recorded.get("mustRun") is False and inputs.get("mustRun"):
                _start(api, identity, inputs, situation)
            return outputs(api.inspect_container(identity), inputs)

    def delete(self, identity: str, recorded: Values, situation: Situation) -> None:
        """Stop the container within its grace period and remove it."""
        api = self._engine.api
        grace_s = recorded.get("destroyGraceSeconds")
        with translated(f"remove container {recorded.get('name', identity)}"):
            try:
                api.stop(identity, timeout=grace_s if isinstance(grace_s, int) else 0)
            except NotFound:
                return
            remove(api, identity, volumes=recorded.get("removeVolumes") is not False)


def _connect(api: Api, identity: str, inputs: Mapping[str, Any]) -> None:
    networks = inputs.get("networksAdvanced", ())
    if networks and inputs.get("networkMode", "bridge") == "bridge":
        api.disconnect_container_from_network(identity, "bridge")
    for network in networks:
        api.connect_container_to_network(
            identity, network["name"], **_endpoint_arguments(endpoint(network))
        )


def _endpoint_arguments(body: Mapping[str, Any]) -> dict[str, Any]:
    addresses = body.get("IPAMConfig") or {}
    return {
        "aliases": body.get("Aliases"),
        "ipv4_address": addresses.get("IPv4Address"),
        "ipv6_address": addresses.get("IPv6Address"),
        "link_local_ips": addresses.get("LinkLocalIPs"),
        "driver_opt": body.get("DriverOpts"),
        "mac_address": body.get("MacAddress"),
    }


def _start(
    api: Api, identity: str, inputs: Mapping[str, Any], situation: Situation
) -> None:
    if not inputs.get("start", True):
        return
    api.start(identity)
    if inputs.get("wait"):
        until_healthy(
            api,
            identity,
            inputs["name"],
            timeout_s=inputs.get("waitTimeout", 60),
            stop=situation.cancelled,
        )


def _limits_changed(recorded: Values, inputs: Values) -> bool:
    return (resources(recorded), restart_policy(recorded)) != (
        resources(inputs),
        restart_policy(inputs),
    )


def _set_limits(api: Api, identity: str, inputs: Values) -> None:
    body = resources(inputs)
    api.update_container(
        identity,
        cpu_period=body["CpuPeriod"],
        cpu_quota=body["CpuQuota"],
        cpu_shares=body["CpuShares"],
        cpuset_cpus=body["CpusetCpus"],
        mem_limit=body["Memory"],
        mem_reservation=body["MemoryReservation"],
        memswap_limit=body["MemorySwap"],
        restart_policy=restart_policy(inputs),
    )


def _take_away(api: Api, identity: str, name: str, failure: BaseException) -> None:
    try:
        remove(api, identity, volumes=True)
    except APIError as error:
        raise LeftBehind(
            f"{failure}\nand container {name} ({identity[:12]}) could not be taken "
            f"away again: {error.explanation or error}. The next update removes it; "
            f"`docker rm -f {identity[:12]}` does so now"
        ) from failure
