import json
from unittest import mock

import pytest

from infra.providers.folder import Folder
from infra.specs import delivery
from infra.specs.secret_keys import environment_key
from tests.infra.deployment import (
    CANARY,
    CONTAINER,
    FOLDER,
    declared,
    deploy,
    is_secret,
    without_secrets,
)
from tests.unit.infra.delivery_settings import ALL


@pytest.fixture(scope="module")
def recorder(tmp_path_factory):
    return deploy(tmp_path_factory.mktemp("home"), simulation="on")


def test_secrets_are_in_no_input_that_pulumi_does_not_encrypt(recorder):
    for resource in recorder.resources:
        seen = json.dumps(without_secrets(resource.inputs), default=str)
        assert CANARY not in seen, resource.name


def test_secrets_are_in_nothing_of_a_container(recorder):
    assert CANARY not in json.dumps(recorder.inputs(CONTAINER), default=str)


def test_stack_exports_addresses_names_and_images_and_no_secret(recorder):
    assert recorder.outputs.keys() == {"urls", "containers", "images", "missing"}
    assert recorder.outputs["urls"]["gateway"] == "http://127.0.0.1:8080"
    assert recorder.outputs["containers"]["items"] == "pharos-dev-items"
    assert CANARY not in str(recorder.outputs)


def test_a_folder_marks_its_secrets_whatever_it_is_given(tmp_path):
    found = declared(
        lambda: Folder(
            "f", path=tmp_path, files={}, secrets={"token": CANARY}, uid=1, gid=1,
            image="sha256:0",
        )
    )  # fmt: skip

    assert is_secret(found.inputs(FOLDER)["f"]["secrets"])


def test_secrets_reach_the_workloads_that_need_them(recorder):
    folders = recorder.inputs(FOLDER)
    secret = {name for name, folder in folders.items() if is_secret(folder["secrets"])}

    assert secret == {
        "alertmanager-secrets",
        "collector-secrets",
        "engine-secrets",
        "prometheus-secrets",
        "grafana-secrets",
        "items-secrets",
        "products-secrets",
        "inventory-secrets",
        "payment-secrets",
        "checkout-secrets",
    }


def test_passwords_of_postgres_are_in_files_alone(tmp_path):
    found = deploy(tmp_path, postgres="on")

    folders = found.inputs(FOLDER)
    for name in ("postgres", "postgres-exporter", "engine", "items", "products"):
        assert is_secret(folders[f"{name}-secrets"]["secrets"]), name
    url = f"postgresql://items:{CANARY}@postgres:5432/items"
    assert url in str(folders["items-secrets"]["secrets"])
    for resource in found.resources:
        seen = json.dumps(without_secrets(resource.inputs), default=str)
        assert CANARY not in seen, resource.name


def test_secrets_of_receivers_are_files_of_alertmanager_alone(tmp_path):
    given = {
        environment_key(file.key): f"{CANARY}-{file.key}"
        for file in delivery.SECRETS.values()
    }
    mail = {
        key: text
        for key, text in ALL.items()
        if key.startswith("smtp") and key not in delivery.SECRETS
    }
    with mock.patch.dict("os.environ", given):
        found = deploy(tmp_path, **mail, emailTo="oncall@example.com")

    hidden = found.inputs(FOLDER)["alertmanager-secrets"]["secrets"]
    assert is_secret(hidden)
    for file in delivery.SECRETS.values():
        assert f"{CANARY}-{file.key}" in str(hidden)
    for resource in found.resources:
        seen = json.dumps(without_secrets(resource.inputs), default=str)
        assert CANARY not in seen, resource.name


def test_no_token_is_written_while_simulation_is_off(tmp_path):
    assert "items-secrets" not in deploy(tmp_path).inputs(FOLDER)


def test_secret_of_the_environment_wins_over_the_generated_one(tmp_path):
    given = {"PHAROS_SECRET_GRAFANA_ADMIN_PASSWORD": "from-environment"}
    with mock.patch.dict("os.environ", given):
        folders = deploy(tmp_path).inputs(FOLDER)

    assert "from-environment" in str(folders["grafana-secrets"]["secrets"])
    assert CANARY not in str(folders["grafana-secrets"]["secrets"])
