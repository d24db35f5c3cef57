"""Mistakes stop the update before anything is made."""

import pytest

from tests.integration.docker_plugin.declare import declare
from tests.integration.docker_plugin.stack import Stack

pytestmark = pytest.mark.docker


def test_all_mistakes_in_a_container_are_told_together(
    stack: Stack, image: str
) -> None:
    said = stack.up_fails(
        declare(
            "Container",
            "wrong",
            name=stack.name("wrong"),
            image=image,
            restart="sometimes",
            memory=-5,
            mounts=[{"type": "floppy", "target": "/a"}],
            healthcheck={"tests": ["CMD"], "interval": "soon"},
        )
    )
    for property_ in ("restart", "memory", "mounts", "healthcheck"):
        assert property_ in said
    assert "wrong" not in stack.resources()


def test_missing_image_fails_and_leaves_nothing(stack: Stack) -> None:
    missing = f"sha256:{'0' * 64}"
    said = stack.up_fails(
        declare("Container", "blank", name=stack.name("blank"), image=missing)
    )
    assert missing in said
