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
