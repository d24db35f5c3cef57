import json
from unittest import mock

import pytest

from infra.program import run  # noqa: F401 - imported before the environment changes
from tests.infra.deployment import CANARY, FOLDER, deploy


@pytest.fixture(scope="module")
def recorder(tmp_path_factory):
    return deploy(tmp_path_factory.mktemp("home"), simulation="on")


def without_secret_values(inputs):
    # What Pulumi encrypts carries a signature; only the folder's secrets do.
    return {key: value for key, value in inputs.items() if key != "secrets"}


def test_secrets_are_nowhere_but_in_secret_inputs(recorder):
    for resource in recorder.resources:
        seen = json.dumps(without_secret_values(resource.inputs), default=str)
        assert CANARY not in seen, resource.name


def test_secrets_reach_the_workloads_that_need_them(recorder):
    folders = recorder.inputs(FOLDER)
    with_secrets = {name for name, folder in folders.items() if folder["secrets"]}

    assert with_secrets == {
        "grafana-secrets",
        "items-secrets",
        "products-secrets",
        "inventory-secrets",
        "payment-secrets",
        "checkout-secrets",
    }


def test_no_token_is_written_while_simulation_is_off(tmp_path):
    folders = deploy(tmp_path).inputs(FOLDER)

    assert "items-secrets" not in folders


def test_configured_secret_wins_over_the_generated_one(tmp_path):
    secret = {"PHAROS_SECRET_GRAFANA_ADMIN_PASSWORD": "from-environment"}
    with mock.patch.dict("os.environ", secret):
        folders = deploy(tmp_path).inputs(FOLDER)

    assert folders["grafana-secrets"]["secrets"] == {
        "grafana-admin-password": "from-environment"
    }
