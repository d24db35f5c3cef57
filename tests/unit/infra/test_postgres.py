import pytest

from catalog.postgres import MAX_CONNECTIONS
from catalog.services import ENGINE, POSTGRES_EXPORTER, SHOP_ROLES, running
from infra.specs import postgres_files
from infra.specs.databases import (
    CLIENTS,
    CONNECTIONS,
    DATABASES,
    ENGINE_CONNECTIONS,
    SECRET_KEYS,
    role,
    url_file,
)
from infra.specs.platform import Sources, platform
from infra.specs.settings import SettingsError, parse
from infra.specs.workload import SecretFile
from tests.unit.infra.test_specs import ALL_IMAGES

GENERATED = Sources(
    rules={"demo": {"postgres.yaml": "groups: []\n", "red.yaml": "groups: []\n"}},
    dashboards={"postgres.json": "{}", "overview.json": "{}"},
)


def specs(**raw):
    found = platform(parse("dev", raw), GENERATED, ALL_IMAGES)
    return {spec.name: spec for spec in found}


def files(spec):
    return {name for folder in spec.folders for name in folder.files}


def test_a_stack_that_asks_for_postgres_has_it_with_its_exporter():
    with_it, without = specs(postgres="on"), specs()

    assert with_it.keys() - without.keys() == {"postgres", "postgres-exporter"}
    assert with_it.keys() == {each.name for each in running((), ("postgres",))}


@pytest.mark.parametrize("service", [*SHOP_ROLES, ENGINE], ids=lambda s: s.name)
def test_clients_read_their_url_from_a_file_and_wait_for_the_server(service):
    spec = specs(postgres="on")[service.name]
    prefix = "AIOPS" if service == ENGINE else "SHOP"

    assert spec.env[f"{prefix}_DATABASE_URL_FILE"] == "/run/secrets/database/url"
    assert f"{prefix}_DATABASE_URL" not in spec.env
    assert url_file(service) in spec.secrets
    assert spec.depends_on == ("postgres",)


def test_volumes_with_what_was_there_before_stay():
    with_it, without = specs(postgres="on"), specs()

    for name, spec in without.items():
        assert with_it[name].volumes == spec.volumes


def test_rules_and_panels_of_postgres_come_with_it_only():
    with_it, without = specs(postgres="on"), specs()

    assert "rules/postgres.yaml" in files(with_it["prometheus"])
    assert "rules/postgres.yaml" not in files(without["prometheus"])
    assert "rules/red.yaml" in files(without["prometheus"])
    assert any("postgres.json" in name for name in files(with_it["grafana"]))
    assert not any("postgres.json" in name for name in files(without["grafana"]))


def test_prometheus_asks_the_exporter_and_not_the_server():
    [folder] = specs(postgres="on")["prometheus"].folders
    text = folder.files["prometheus.yml"]

    assert "postgres-exporter:9187" in text
    assert "postgres:5432" not in text


def test_each_client_has_a_password_of_its_own():
    assert len(set(SECRET_KEYS)) == len(CLIENTS) == 7
    held = specs(postgres="on")["postgres"].secrets

    assert {each.name: each.key for each in held} == {
        role(client): f"postgres-{role(client)}-password" for client in CLIENTS
    }


def test_each_database_lets_in_its_own_clients_only_and_by_password():
    lines = postgres_files.access().splitlines()

    assert "host items items samenet scram-sha-256" in lines
    assert "host stock products,inventory samenet scram-sha-256" in lines
    assert "host postgres exporter samenet scram-sha-256" in lines
    over_network = [line for line in lines if line.startswith("host")]
    assert len(over_network) == len(DATABASES) + 1
    assert all(line.endswith("scram-sha-256") for line in over_network)
    assert not any(" all " in line for line in over_network)


def test_accounts_together_cannot_take_more_connections_than_there_are():
    shop = CONNECTIONS * (len(CLIENTS) - 2)

    # Three are the server's own reserve.
    assert shop + ENGINE_CONNECTIONS + 5 <= MAX_CONNECTIONS - 3


def test_a_password_of_ones_own_is_quoted_in_the_url():
    url = url_file(ENGINE).content("p@ss/w:rd")

    assert url == "postgresql://engine:p%40ss%2Fw%3Ard@postgres:5432/engine"
    assert SecretFile(name="a", key="b").content("p@ss") == "p@ss"


def test_passwords_are_in_no_environment_and_no_file_that_everybody_reads():
    found = specs(postgres="on")

    assert found["postgres"].env == {}
    env = found[POSTGRES_EXPORTER.name].env
    assert env["DATA_SOURCE_PASS_FILE"] == "/run/secrets/password"
    assert "DATA_SOURCE_PASS" not in env


def test_a_mistyped_switch_is_refused():
    with pytest.raises(SettingsError, match="pharos:postgres: 'yes'"):
        parse("dev", {"postgres": "yes"})
