from plugins.docker.container.health import complaint


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
