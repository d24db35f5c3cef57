"""Previews of what is not there yet."""

import pytest

from tests.integration.docker_plugin.declare import declare, output, secret
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker


def test_values_that_are_not_known_yet_are_no_obstacle(
    stack: Stack, image: str
) -> None:
    steps = stack.preview(
        declare("Network", "future"),
        declare("Volume", "later"),
        declare(
            "Container",
            "dependent",
            image=image,
            envs=[secret("A=1")],
            networks_advanced=[{"name": output("future.id")}],
            mounts=[
                {
                    "type": "volume",
                    "target": "/data",
                    "source": output("later.mountpoint"),
                }
            ],
        ),
    )
    names = ("future", "later", "dependent")
    assert [steps[name]["op"] for name in names] == ["create"] * len(names)
