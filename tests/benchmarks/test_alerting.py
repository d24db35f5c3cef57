"""The benchmarks of alerting: their arithmetic, and one short run."""

import pytest

from tests.benchmarks import alert_delays, false_alarms
from tests.benchmarks.alerting_stack import Measured
from tests.benchmarks.false_alarms import seconds_by_alert
from tests.unit.evidence.factories import make_outcome, make_rule
from tools.bootstrap.commands.evidence import addresses
from tools.evidence.outcome import Verdict
from tools.evidence.progress import Milestone

HISTORY = {
    "alertname=A, alertstate=firing, service=x": [(0.0, 1.0), (15.0, 1.0)],
    "alertname=A, alertstate=pending, service=x": [(0.0, 1.0)],
    "alertname=B, alertstate=pending": [(0.0, 1.0)],
}


def test_seconds_are_counted_per_alert_and_state():
    assert seconds_by_alert(HISTORY, "firing") == {"alertname=A, service=x": 30}
    assert set(seconds_by_alert(HISTORY, "pending")) == {
        "alertname=A, service=x",
        "alertname=B",
    }


@pytest.mark.docker
def test_a_scenario_is_a_row_of_seconds_and_a_failure_is_told(engine):
    outcomes = [
        make_outcome(rule=make_rule(wait_s=60)),
        make_outcome(
            case="drop",
            until=Milestone.PENDING,
            verdict=Verdict.FAILED,
            reason="too slow",
        ),
    ]

    text = alert_delays.section(outcomes)

    assert "| 5xx | AppHigh5xxErrorRate | 60 | 30 | 90 | 105 | 300 | 360 |" in text
    assert "drop failed: too slow." in text


@pytest.mark.stack
def test_a_normal_minute_is_measured(stack):
    measured = Measured(
        name=stack.name,
        addresses=addresses(stack.settings),
        token="",
        engine="",
        key="",
    )

    result = false_alarms.measure(measured, minutes=0.1, rate=20, day_length_s=6)

    text = false_alarms.section(result, "--minutes 0.1")
    assert len(result.answers) > 20
    assert f"**{len(result.fired)}**" in text
