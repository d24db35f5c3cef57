"""Panels are named in the cases; the dashboards have to have them."""

import pytest

from tests.unit.evidence.test_run import open_stack
from tools.evidence.cases import BY_NAME, CASES
from tools.evidence.panels import draw

__all__ = ["open_stack"]

SPAN = (1_800_000_000, 1_800_000_600)


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_every_panel_of_a_case_is_drawn(open_stack, tmp_path, name):
    _, stack = open_stack()

    found = draw(
        BY_NAME[name],
        stack.addresses.prometheus,
        (1_800_000_000, 1_800_000_600),
        tmp_path,
    )

    assert [picture.missing for picture in found] == [""] * len(BY_NAME[name].panels)
    assert all((tmp_path / p.file).read_bytes()[:4] == b"\x89PNG" for p in found)


def test_a_prometheus_that_is_gone_is_named(free_port, tmp_path):
    found = draw(BY_NAME["drop"], f"http://127.0.0.1:{free_port}", (0, 600), tmp_path)

    assert all("127.0.0.1" in picture.missing for picture in found)
