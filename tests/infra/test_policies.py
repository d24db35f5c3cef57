"""What our own program declares passes every policy."""

from datetime import date

import pytest

from policies.catalogue import POLICIES
from policies.judge import Judge
from policies.model import Resource, Stack
from tests.infra.deployment import deploy


@pytest.mark.parametrize(
    "config", [{}, {"simulation": "on", "grafana": "off"}, {"postgres": "on"}]
)
def test_the_program_passes_every_policy(tmp_path, config):
    recorder = deploy(tmp_path, **config)
    resources = [
        Resource(
            type=each.typ,
            name=each.name,
            inputs=each.inputs,
            protected=recorder.options[each.name].protect,
        )
        for each in recorder.resources
    ]
    judge = Judge(stack="dev", today=date(2026, 11, 21))

    found = judge.all_findings(POLICIES, Stack(name="dev", resources=resources))

    assert len(resources) > 30
    assert found == {}
