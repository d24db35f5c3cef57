"""The provider's own logic; the engine's part is in the integration suite."""

import asyncio
import threading
import time
from typing import Any

import pytest
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.provider import (
    CheckRequest,
    CreateRequest,
    DiffRequest,
    PropertyDiffKind,
)

from plugins.docker.errors import PluginError
from plugins.docker.kinds import UNKNOWN, Values
from plugins.docker.provider import DockerPlugin
from plugins.docker.resource import Made, Situation
from plugins.docker.values import plain, wrapped
from plugins.docker.volume.table import VOLUME

URN = "urn:pulumi:dev::pharos::docker:index/{}::web"
CONTAINER_URN = URN.format("container:Container")
BELOW = "urn:pulumi:dev::pharos::my:index:Shop$docker:index/container:Container::web"


class SlowVolumes:
    """Makes volumes that take their time; counts how many at once."""

    def __init__(self) -> None:
        self.at_once = 0
        self.most = 0
        self._lock = threading.Lock()

    def create(self, inputs: Values, situation: Situation) -> Made:
        with self._lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        time.sleep(0.2)
        with self._lock:
            self.at_once -= 1
        return Made("id", inputs)

    def read(self, identity: str, recorded: Values) -> Made | None:
        return None

    def update(
        self, identity: str, recorded: Values, inputs: Values, situation: Situation
    ) -> Values:
        return inputs

    def delete(self, identity: str, recorded: Values, situation: Situation) -> None:
        return None


def check(urn: str, **inputs: Any) -> Any:
    request = CheckRequest(urn, {}, wrapped(inputs), b"seed")
    return asyncio.run(DockerPlugin().check(request))


def test_resources_are_made_side_by_side() -> None:
    plugin, volumes = DockerPlugin(), SlowVolumes()
    plugin._resources, plugin._repaired = {VOLUME.token: volumes}, True

    async def make_all() -> None:
        urn = URN.format("volume:Volume")
        request = CreateRequest(urn, wrapped({"name": "v"}), 0, False)
        await asyncio.gather(*(plugin.create(request) for _ in range(12)))

    asyncio.run(make_all())
    assert volumes.most > 6


def test_preview_of_a_create_leaves_the_engines_choices_unknown() -> None:
    checked = check(CONTAINER_URN, image="shop:1").inputs
    request = CreateRequest(CONTAINER_URN, checked, 0, True)
    outputs = plain(asyncio.run(DockerPlugin().create(request)).properties)
    assert outputs["image"] == "shop:1"
    assert outputs["networkDatas"] == outputs["hostname"] == UNKNOWN


def test_secret_inputs_stay_secret_in_a_preview() -> None:
    secret = PropertyValue([PropertyValue("A=1", is_secret=True)])
    properties = {**wrapped({"image": "a", "name": "b"}), "envs": secret}
    request = CreateRequest(CONTAINER_URN, properties, 0, True)
    outputs = asyncio.run(DockerPlugin().create(request)).properties
    assert outputs["envs"].is_secret


def test_secret_inputs_stay_secret_in_a_check() -> None:
    token = PropertyValue("A=1", is_secret=True)
    inputs = {"image": PropertyValue("a"), "envs": PropertyValue([token])}
    request = CheckRequest(CONTAINER_URN, {}, inputs, b"seed")
    found = asyncio.run(DockerPlugin().check(request)).inputs
    assert found is not None
    assert found["envs"].contains_secret()


def test_resource_below_a_component_is_known_by_its_own_type() -> None:
    assert not check(BELOW, image="shop:1").failures


def test_resource_type_that_we_lack_is_refused_by_name() -> None:
    with pytest.raises(PluginError, match="has no resource type docker:index/tag:Tag"):
        check(URN.format("tag:Tag"))


def test_diff_names_each_property_and_what_becomes_of_it() -> None:
    state = wrapped({"image": "a", "name": "b", "memory": 1, "envs": ["A=1"]})
    inputs = wrapped({"image": "a", "name": "b", "memory": 2, "user": "1"})
    request = DiffRequest(CONTAINER_URN, "id", state, inputs, [])
    found = asyncio.run(DockerPlugin().diff(request))
    kinds = {name: item.kind for name, item in found.detailed_diff.items()}
    assert kinds == {
        "memory": PropertyDiffKind.UPDATE,
        "user": PropertyDiffKind.ADD_REPLACE,
    }
    assert (found.changes, found.delete_before_replace) == (True, True)
