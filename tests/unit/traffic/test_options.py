import pytest

from tools.traffic.options import parse


def test_a_local_address_needs_no_consent():
    assert parse(["--url", "http://[::1]:8080/"]).url == "http://[::1]:8080"


def test_another_machine_is_refused_without_consent(capsys):
    with pytest.raises(SystemExit):
        parse(["--url", "http://example.com"])

    assert "example.com is not this machine" in capsys.readouterr().err


def test_another_machine_is_accepted_with_consent():
    options = parse(["--url", "http://example.com", "--allow-remote"])

    assert options.url == "http://example.com"


def test_all_mistakes_are_reported_together(capsys):
    with pytest.raises(SystemExit):
        parse(["--rate", "900", "--duration", "0", "--url", "x", "--scenario", "y"])

    complaints = capsys.readouterr().err
    assert all(
        key in complaints for key in ("--rate", "--duration", "--url", "--scenario")
    )


def test_the_token_file_opens_every_scenario(tmp_path):
    (tmp_path / "token").write_text("abc\n")

    options = parse(["--token-file", str(tmp_path / "token")])

    assert (options.token, options.scenarios[-1].name) == ("abc", "exceptions")


def test_a_day_has_the_length_asked_for():
    (scenario,) = parse(["--scenario", "day", "--day-length", "100"]).scenarios

    assert scenario.pace(50, 999, 20) == pytest.approx(20)


def test_without_a_length_the_day_takes_the_duration():
    (scenario,) = parse(["--scenario", "day"]).scenarios

    assert scenario.pace(30, 60, 20) == pytest.approx(20)


def test_help_tells_scenarios_and_exit_status(capsys):
    with pytest.raises(SystemExit):
        parse(["--help"])

    told = capsys.readouterr().out
    assert all(word in told for word in ("5xx", "drop", "day", "exit status", "130"))
