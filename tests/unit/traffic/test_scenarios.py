import pytest

from tools.traffic.scenarios import SCENARIOS, chosen


def test_without_a_token_no_failures_are_simulated():
    assert not any(s.failures for s in chosen((), token=False))


def test_with_a_token_every_scenario_runs():
    assert chosen((), token=True) == SCENARIOS


def test_scenarios_run_in_the_order_asked_for():
    names = ("purchases", "request-rate")

    assert tuple(s.name for s in chosen(names, token=False)) == names


def test_an_unknown_scenario_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no scenario 'x'; choose from request-rate"):
        chosen(("x",), token=True)


def test_a_scenario_with_failures_is_refused_without_a_token():
    with pytest.raises(ValueError, match="latency: simulates failures"):
        chosen(("latency",), token=False)
