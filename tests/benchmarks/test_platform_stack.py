"""One short case of each benchmark that needs the deployed stack."""

import shutil

import pytest

from tests.benchmarks import platform_fresh, platform_memory, platform_up
from tests.tools import require

pytestmark = pytest.mark.stack


def test_memory_is_measured_at_rest_and_under_load(stack):
    at_rest, loaded = platform_memory.measure(stack, rest_s=0, rate=20, load_s=3)

    text = platform_memory.section(stack, at_rest, loaded, "--rest 0")
    assert set(at_rest) == set(loaded) == stack.services()
    assert min(loaded.values()) > 2**20
    assert all(f"| {name} |" in text for name in stack.services())


def test_up_is_timed_against_compose(stack):
    require("go", found=shutil.which("go") is not None)

    times = platform_up.measure(stack, rounds=1)

    text = platform_up.section(times, 1, stack.engine)
    assert "| nothing to change |" in text
    # On a busy machine the ratio wavers; beyond this something is broken.
    assert times.make["up"][0] < 10 * times.compose["up"][0]


def test_the_steps_of_a_fresh_start_are_known(stack):
    run = platform_fresh.Run(steps=platform_fresh.steps(stack.output), images_before=0)

    text = platform_fresh.section({"warm": run}, "0")
    assert {"images", "pulumi up"} <= set(run.steps)
    assert "| pulumi up |" in text
