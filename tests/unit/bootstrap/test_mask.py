import argparse
import json

import pytest

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.commands import mask
from tools.bootstrap.context import Context
from tools.bootstrap.errors import BootstrapError


def test_every_secret_is_masked_once_and_nothing_else():
    words = mask.words(
        {"grafana-admin-password": "kept-secret"},
        {
            "PHAROS_SECRET_WEBHOOK_URL": "https://given",
            "PHAROS_SECRET_GRAFANA_ADMIN_PASSWORD": "kept-secret",
            "PULUMI_CONFIG_PASSPHRASE": "phrase",
            "PATH": "/usr/bin",
        },
    )

    assert words == ["kept-secret", "https://given", "phrase"]


def test_each_line_of_a_secret_is_masked_and_no_short_word():
    secret = "first line\n\nab\nlast 100%"

    assert mask.words({"key": secret}, {}) == ["first line", "last 100%25"]


def a_context(tmp_path):
    arguments = argparse.Namespace(stack="dev", plain=True)
    return Context(arguments=arguments, where=places_in(tmp_path))


def test_secrets_that_are_not_there_yet_are_made_and_masked(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert mask.run(a_context(tmp_path)) == 0

    kept = json.loads((tmp_path / "home/stacks/dev/secrets.json").read_text())
    masked = capsys.readouterr().out.splitlines()
    assert {f"::add-mask::{secret}" for secret in kept.values()} <= {*masked}
    assert all(line.startswith("::add-mask::") for line in masked)


def test_no_secret_is_printed_where_nobody_hides_it(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    with pytest.raises(BootstrapError, match="this prints secrets for GitHub's runner"):
        mask.run(a_context(tmp_path))

    assert capsys.readouterr().out == ""
