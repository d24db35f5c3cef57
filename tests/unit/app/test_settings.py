import subprocess
import sys

import pytest

from app.domain.rates import Rate
from app.errors import SettingsError
from app.settings import ROLES, VARIABLES, parse


def mistakes(env, files=None):
    def read(path):
        if path not in (files or {}):
            raise FileNotFoundError(2, "No such file or directory")
        return files[path]

    with pytest.raises(SettingsError) as caught:
        parse(env, read)
    return caught.value.mistakes


def test_an_empty_environment_serves_every_role_on_8080():
    settings = parse({})

    assert (settings.roles, settings.port, settings.host) == (ROLES, 8080, "127.0.0.1")
    assert settings.rate_limit == Rate(1000, 1.0)
    assert not settings.simulation


def test_one_role_listens_on_8000_under_its_own_name():
    settings = parse({"SHOP_ROLES": "payment"})

    assert (settings.port, settings.service_name) == (8000, "payment")


def test_every_mistake_is_reported_with_its_variable():
    found = mistakes(
        {
            "SHOP_ROLES": "items,basket",
            "SHOP_PORT": "eighty",
            "SHOP_WORKERS": "0",
            "SHOP_RATE_LIMIT": "fast",
            "SHOP_SIMULATION": "yes",
            "SHOP_DATABASE_URL": "mysql://root:hunter2@db/shop",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318",
            "SHOP_TRUSTED_PROXIES": "-1",
        }
    )

    assert sorted(line.split(":")[0] for line in found) == [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "SHOP_DATABASE_URL",
        "SHOP_PORT",
        "SHOP_RATE_LIMIT",
        "SHOP_ROLES",
        "SHOP_SIMULATION",
        "SHOP_TRUSTED_PROXIES",
        "SHOP_WORKERS",
    ]
    assert "hunter2" not in "".join(found)


def test_a_misspelt_variable_gets_the_right_name():
    assert mistakes({"SHOP_ROLE": "items"}) == (
        "SHOP_ROLE: is unknown; did you mean SHOP_ROLES?",
    )


def test_checkout_alone_needs_the_roles_it_calls():
    assert mistakes({"SHOP_ROLES": "checkout", "SHOP_PAYMENT_URL": "http://p"}) == (
        "SHOP_INVENTORY_URL: is not set, but checkout calls inventory; give its URL or"
        " serve it here",
    )


def test_a_role_of_this_process_is_never_called_elsewhere():
    settings = parse({"SHOP_ITEMS_URL": "http://items:8000"})

    assert settings.peers == {}


def test_simulation_needs_a_token():
    [mistake] = mistakes({"SHOP_SIMULATION": "on"})

    assert mistake.startswith("SHOP_SIMULATION_TOKEN_FILE: is not set")


def test_a_token_is_read_from_its_file_and_never_shown():
    env = {"SHOP_SIMULATION": "on", "SHOP_SIMULATION_TOKEN_FILE": "/run/secrets/t"}
    settings = parse(env, {"/run/secrets/t": "canary\n"}.__getitem__)

    assert settings.simulation_token == "canary"
    assert "canary" not in repr(settings)


def test_an_unreadable_or_empty_file_is_one_mistake():
    env = {"SHOP_SIMULATION": "on", "SHOP_SIMULATION_TOKEN_FILE": "/t"}

    assert mistakes(env) == (
        "SHOP_SIMULATION_TOKEN_FILE: cannot read '/t' (No such file or directory);"
        " give a readable file",
    )
    assert mistakes(env, {"/t": " \n"}) == (
        "SHOP_SIMULATION_TOKEN_FILE: '/t' is empty; write the value into it",
    )


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("/data", "sqlite:////data/shop.db"),
        ("sqlite:////data/a.db", "sqlite:////data/a.db"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
    ],
)
def test_a_database_is_a_url_or_a_folder(given, used):
    settings = parse({"SHOP_DATABASE_URL": given})

    assert settings.database_url == used
    assert used not in repr(settings)


def test_a_database_in_memory_is_refused():
    [mistake] = mistakes({"SHOP_DATABASE_URL": "sqlite://"})

    assert "in memory is not shared" in mistake


def test_a_database_url_may_come_from_a_file_but_not_from_two_places():
    env = {"SHOP_DATABASE_URL_FILE": "/u"}
    files = {"/u": "sqlite:////data/x.db"}

    assert parse(env, files.__getitem__).database_url == "sqlite:////data/x.db"
    assert mistakes(env | {"SHOP_DATABASE_URL": "/data"}, files) == (
        "SHOP_DATABASE_URL: is set beside SHOP_DATABASE_URL_FILE;"
        " give only one of them",
    )


def run(*arguments, **env):
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env={"PATH": "/usr/bin:/bin", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_bad_settings_end_the_program_with_status_2_before_anything_starts():
    ended = run(SHOP_PORT="0", SHOP_THREADS="none")

    assert ended.returncode == 2
    assert ended.stderr == (
        "The shop cannot start; the environment is wrong:\n"
        "  SHOP_PORT: '0' is not a number from 1 to 65535\n"
        "  SHOP_THREADS: 'none' is not a number from 1 to 256\n"
    )


def test_help_names_every_variable():
    ended = run("--help")

    assert ended.returncode == 0
    assert all(variable.name in ended.stdout for variable in VARIABLES)
