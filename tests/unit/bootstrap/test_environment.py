import subprocess
from pathlib import Path

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.environment import (
    export_lines,
    forget_marked,
    forget_unset,
    marked,
    path_with,
    pulumi_variables,
)


def variables(where, *, url="file:///state", **env):
    return pulumi_variables(
        where,
        stack="dev",
        url=url,
        folders=[Path("/pulumi"), Path("/plugin")],
        passphrase={"PULUMI_CONFIG_PASSPHRASE_FILE": "/phrase"},
        env={"PATH": "/usr/bin:/pulumi", "HOME": "/nowhere", **env},
    )


def test_our_folders_come_first_on_path_and_once(tmp_path):
    found = variables(places_in(tmp_path))

    assert found["PATH"].split(":") == [
        f"{tmp_path}/checkout/.venv/bin",
        "/pulumi",
        "/plugin",
        "/usr/bin",
    ]


def test_a_shell_reads_the_lines_back_as_they_are():
    value = 'it\'s $HOME; `rm -rf` "x"'

    said = subprocess.run(
        ["sh", "-c", export_lines({"A": value}) + '\nprintf %s "$A"'],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert said == value


def test_an_engine_that_is_not_the_default_goes_along(tmp_path):
    where = places_in(tmp_path)

    assert "DOCKER_HOST" not in variables(where)
    assert variables(where, DOCKER_HOST="tcp://x:1")["DOCKER_HOST"] == "tcp://x:1"


def test_a_login_at_pulumi_cloud_is_still_found(tmp_path):
    (tmp_path / "credentials.json").touch()
    where = places_in(tmp_path)
    cloud = variables(where, url="https://api.pulumi.com", PULUMI_HOME=str(tmp_path))
    local = variables(where, PULUMI_HOME=str(tmp_path))

    assert cloud["PULUMI_CREDENTIALS_PATH"] == str(tmp_path)
    assert "PULUMI_CREDENTIALS_PATH" not in local


def test_empty_words_of_path_are_dropped():
    # An empty word means the current folder.
    assert path_with([Path("/a")], ":/b:") == "/a:/b"


def test_what_make_env_has_set_is_forgotten_by_the_next_command():
    shell = {"PULUMI_CONFIG_PASSPHRASE": "mine", "PULUMI_HOME": "/mine"}
    printed = marked({**shell, "PULUMI_STACK": "dev", "PULUMI_BACKEND_URL": "a"}, shell)

    env = {**shell, **printed}
    forget_marked(env)

    assert env == shell


def test_what_the_user_has_changed_since_is_kept():
    env = {**marked({"PULUMI_BACKEND_URL": "a"}, {}), "PULUMI_BACKEND_URL": "s3://b"}

    forget_marked(env)

    assert env == {"PULUMI_BACKEND_URL": "s3://b"}


def test_a_secret_that_github_does_not_have_is_none():
    env = {
        "GITHUB_ACTIONS": "true",
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PHAROS_SECRET_WEBHOOK_URL": "",
        "AWS_REGION": "eu-west-1",
        "EMPTY": "",
    }

    forget_unset(env)

    assert env == {"GITHUB_ACTIONS": "true", "AWS_REGION": "eu-west-1", "EMPTY": ""}


def test_elsewhere_an_empty_passphrase_is_what_the_user_wants():
    env = {"PULUMI_CONFIG_PASSPHRASE": ""}

    forget_unset(env)

    assert env == {"PULUMI_CONFIG_PASSPHRASE": ""}
