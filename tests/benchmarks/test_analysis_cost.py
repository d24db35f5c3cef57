"""The benchmarks of the analysis measure what they say."""

import re

from tests.benchmarks import analysis_cost, detection_delay


def test_the_cost_of_a_round_is_measured_on_a_real_database():
    cost = analysis_cost.measure(10, 4)

    assert 0 < cost.seconds <= cost.worst_s < 10
    assert cost.file_mib > 0
    assert re.search(r"\| 10 \| 40 \| \d+ \|", analysis_cost.section([cost], ""))


def test_the_delay_of_a_fault_is_measured_from_its_begin():
    outcome = detection_delay.run(1, *detection_delay.FAULTS["payment fails, all"])

    assert 0 < outcome.delay_s <= 15
    assert outcome.false == 0
    assert outcome.cause_first
