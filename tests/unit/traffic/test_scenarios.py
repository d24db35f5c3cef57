import pytest

from tools.traffic.scenarios import LATENCY, SCENARIOS, chosen


def test_without_a_token_no_failures_are_simulated():
    assert not any(s.failures for s in chosen((), token=False))


def test_with_a_token_every_steady_scenario_runs():
    names = {s.name for s in chosen((), token=True)}

    assert names == {s.name for s in SCENARIOS} - {"drop", "day"}


def test_a_burst_has_its_own_mix_while_it_lasts():
    lasts_s, every_s = LATENCY.burst.lasts_s, LATENCY.burst.every_s

    mixes = [LATENCY.mix_at(at_s) for at_s in (0, lasts_s, every_s, every_s + lasts_s)]

    assert mixes == [LATENCY.burst.mix, LATENCY.mix] * 2


def test_scenarios_run_in_the_order_asked_for():
    names = ("purchases", "request-rate")

    assert tuple(s.name for s in chosen(names, token=False)) == names


def test_an_unknown_scenario_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no scenario 'x'; choose from request-rate"):
        chosen(("x",), token=True)


def test_a_scenario_with_failures_is_refused_without_a_token():
    with pytest.raises(ValueError, match="latency: simulates failures"):
        chosen(("latency",), token=False)
