import json

import pulumi
import pytest

from infra.credentials import SecretsError, lookup
from infra.specs.secret_keys import config_key, environment_key
from tests.loops import use_event_loop

KEY = "grafana-admin-password"


class Nothing(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return "", {}

    def call(self, args):
        return {}


@pytest.fixture(autouse=True)
def _mocks():
    use_event_loop()
    pulumi.runtime.set_mocks(Nothing())


def find(folder, *, configured=None, marked=True, env=None):
    """Return the secret's value and whether it is marked as one."""
    found = {}

    @pulumi.runtime.test
    def read():
        secret = lookup(
            KEY,
            configured=lambda key: (
                None
                if configured is None
                else pulumi.Output.secret(configured)
                if marked
                else pulumi.Output.from_input(configured)
            ),
            folder=folder,
            env=env or {},
        )

        async def resolve():
            found["value"] = await secret.future()
            found["secret"] = await secret.is_secret()

        return resolve()

    read()
    return found["value"], found["secret"]


def generate(folder, value):
    (folder / "secrets.json").write_text(json.dumps({KEY: value}))


def test_configuration_comes_first(tmp_path):
    generate(tmp_path, "c")
    env = {environment_key(KEY): "b"}

    assert find(tmp_path, configured="a", env=env) == ("a", True)


def test_environment_comes_second(tmp_path):
    generate(tmp_path, "c")

    assert find(tmp_path, env={environment_key(KEY): "b"}) == ("b", True)


def test_generated_secret_comes_last(tmp_path):
    generate(tmp_path, "c")

    assert find(tmp_path) == ("c", True)


def test_missing_secret_names_every_way_to_give_it(tmp_path):
    with pytest.raises(SecretsError) as caught:
        find(tmp_path)

    assert str(caught.value) == (
        "no secret 'grafana-admin-password'; run `make up`, which makes one, or set"
        " PHAROS_SECRET_GRAFANA_ADMIN_PASSWORD or `pulumi config set --secret"
        " grafanaAdminPassword`"
    )


def test_damaged_file_is_named_but_not_quoted(tmp_path):
    (tmp_path / "secrets.json").write_text('{"x": canary')

    with pytest.raises(SecretsError, match=r"secrets.json is damaged") as caught:
        find(tmp_path)
    assert "canary" not in str(caught.value)


def test_keys_are_spelt_as_their_places_want_them():
    assert config_key(KEY) == "grafanaAdminPassword"
    assert environment_key(KEY) == "PHAROS_SECRET_GRAFANA_ADMIN_PASSWORD"


def test_configuration_that_is_not_marked_is_a_secret_all_the_same(tmp_path):
    assert find(tmp_path, configured="a", marked=False) == ("a", True)
