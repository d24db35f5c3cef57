import json
import stat

import pytest

from tools.bootstrap.errors import StateError
from tools.bootstrap.private_files import (
    GENERATED,
    create,
    ensure_secrets,
    passphrase_environment,
    private_folder,
    read_secrets,
    replace,
)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_passphrase_is_made_once_for_its_owner_only(tmp_path):
    first = passphrase_environment(tmp_path / "dev", known=False, env={})
    text = (tmp_path / "dev" / "passphrase").read_text()
    second = passphrase_environment(tmp_path / "dev", known=False, env={})

    assert first == second
    assert first == {"PULUMI_CONFIG_PASSPHRASE_FILE": f"{tmp_path}/dev/passphrase"}
    assert (tmp_path / "dev" / "passphrase").read_text() == text
    assert mode(tmp_path / "dev" / "passphrase") == 0o600
    assert mode(tmp_path / "dev") == 0o700
    assert len(text.strip()) >= 43


@pytest.mark.parametrize(
    "name", ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"]
)
def test_a_passphrase_of_the_environment_wins_and_is_not_written(tmp_path, name):
    found = passphrase_environment(tmp_path, known=True, env={name: "given"})

    assert found == {name: "given"}
    assert list(tmp_path.iterdir()) == []


def test_a_lost_passphrase_is_not_replaced_by_a_new_one(tmp_path):
    with pytest.raises(StateError, match=r"is lost; set PULUMI_CONFIG_PASSPHRASE, or"):
        passphrase_environment(tmp_path, known=True, env={})

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    path = tmp_path / "file"

    assert create(path, "first")
    assert not create(path, "second")
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_beside_a_file_is_in_nobodys_way(tmp_path):
    path = tmp_path / "file"
    (tmp_path / ".file.1").write_text("half")

    replace(path, "whole")

    assert path.read_text() == "whole"
    assert mode(path) == 0o600


def test_secrets_are_made_once_each_and_strong(tmp_path):
    path = ensure_secrets(tmp_path)
    first = read_secrets(tmp_path)
    ensure_secrets(tmp_path)

    assert read_secrets(tmp_path) == first
    assert set(first) == set(GENERATED)
    assert len(set(first.values())) == len(GENERATED)
    assert all(len(value) >= 43 for value in first.values())
    assert mode(path) == 0o600


def test_a_secret_that_is_new_in_a_release_joins_those_that_there_are(tmp_path):
    (tmp_path / "secrets.json").write_text(json.dumps({"simulation-token": "kept"}))

    ensure_secrets(tmp_path)

    assert read_secrets(tmp_path)["simulation-token"] == "kept"
    assert set(read_secrets(tmp_path)) == set(GENERATED)


def test_damaged_secrets_are_reported_and_kept(tmp_path):
    (tmp_path / "secrets.json").write_text("{")

    with pytest.raises(StateError, match=r"secrets\.json is damaged"):
        ensure_secrets(tmp_path)

    assert (tmp_path / "secrets.json").read_text() == "{"


def test_every_folder_that_is_made_is_private(tmp_path):
    private_folder(tmp_path / "home" / "stacks" / "dev")

    assert mode(tmp_path / "home") == mode(tmp_path / "home" / "stacks") == 0o700
