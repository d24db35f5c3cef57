"""Hundreds of signs of a few faults become one incident each."""

import pytest

from tests.unit.aiops.incidents.storm import SIGNS, play, storm

# Shares of services that no detector notices, and of callers that cope.
_WEATHER = [(0.0, 0.0), (0.1, 0.0), (0.2, 0.3)]


@pytest.mark.parametrize(("missed", "damped"), _WEATHER)
@pytest.mark.parametrize("seed", range(4))
def test_a_storm_becomes_one_incident_per_fault(
    seed: int, missed: float, damped: float
) -> None:
    weather = storm(seed, missed=missed, damped=damped)
    incidents = [each for each in play(weather).values() if not each.merged_into]
    told = sorted(
        sorted({sign.service for sign in each.signs} & set(weather.faults))
        for each in incidents
    )
    assert told == sorted([name] for name in weather.faults)
    assert sum(len(each.signs) for each in incidents) == SIGNS
    assert SIGNS / len(incidents) >= 50
