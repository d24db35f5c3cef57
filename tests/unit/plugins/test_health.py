import pytest

from plugins.docker.container.health import complaint, pause_s


@pytest.mark.parametrize(
    ("waited_s", "pause"),
    [(0.0, 0.5), (1.5, 0.5), (1.9, 0.2), (2.0, 0.1), (2.5, 0.1), (2.7, 0.5)],
)
def test_looks_are_frequent_when_a_verdict_is_due(
    waited_s: float, pause: float
) -> None:
    assert pause_s(waited_s, 2.0) == pytest.approx(pause)


def test_a_check_that_runs_all_the_time_is_looked_at_often() -> None:
    assert pause_s(7.25, 0.5) == pytest.approx(0.1)


def test_a_container_that_exits_is_noticed_long_before_its_first_check() -> None:
    assert pause_s(0.0, 30.0) == pytest.approx(0.5)


def test_complaint_has_the_last_check_and_the_log() -> None:
    state = {"Health": {"Log": [{"Output": "old"}, {"Output": "ill\n", "ExitCode": 1}]}}
    assert complaint("web", "is not healthy after 60 s", state, "line 1\nline 2") == (
        "container web is not healthy after 60 s\n"
        "last health check: ill (exit 1)\n"
        "last log lines:\n"
        "line 1\n"
        "line 2"
    )


def test_complaint_without_a_check_and_a_log_says_so() -> None:
    said = complaint("web", "has no check", {}, "")
    assert said.endswith("last health check: none\nlast log lines:\n(none)")
