import yaml

from catalog.services import SERVICES, SHOP_ROLES, running, service
from infra.specs import blackbox, gateway, probes
from infra.specs.probes import endpoints
from infra.specs.settings import parse


def probed(running=SERVICES, **raw):
    return {each.url: each for each in endpoints(running, parse("dev", raw))}


def job(**raw):
    settings = parse("stage", raw)
    return probes.job(endpoints(SERVICES, settings), settings)


def test_every_published_service_is_probed_on_the_port_that_is_published():
    services = [each.service for each in probed().values()]

    assert {s.name for s in SERVICES if s.published_port} <= set(services)
    assert probed()["http://gateway:8080/health"].service == "gateway"
    assert probed()["http://prometheus:9090/-/ready"].owner == "platform"


def test_each_role_is_probed_through_the_front_door():
    for role in SHOP_ROLES:
        endpoint = probed()[f"http://gateway:8080/health/{role.name}"]

        assert (endpoint.service, endpoint.owner) == (role.name, role.owner)
        assert f"handle {gateway.role_health(role)} {{" in gateway.caddyfile(SHOP_ROLES)


def test_what_does_not_run_is_not_probed():
    services = {each.service for each in probed(running(("grafana",))).values()}

    assert "grafana" not in services
    assert "previews" in services


def test_private_services_are_not_probed():
    assert "node-exporter" not in {each.service for each in probed().values()}


def test_urls_of_the_settings_are_probed_as_external():
    urls = "https://shop.example/health , http://10.0.0.7:8080"

    found = probed(probeUrls=urls)

    assert found["https://shop.example/health"].service == "external"
    assert found["http://10.0.0.7:8080"].owner == "platform"
    assert len(found) == len(probed()) + 2


def test_the_prober_is_asked_and_the_url_is_the_instance():
    relabelled = {each["target_label"]: each for each in job()["relabel_configs"]}

    assert relabelled["__address__"]["replacement"] == "blackbox:9115"
    assert relabelled["instance"]["source_labels"] == ["__param_target"]


def test_probes_carry_the_labels_of_what_is_probed():
    labels = {c["targets"][0]: c["labels"] for c in job()["static_configs"]}

    assert labels["http://gateway:8080/health/payment"] == {
        "service": "payment",
        "owner": "shop",
        "environment": "stage",
    }


def test_the_job_s_module_is_one_that_the_prober_has():
    modules = yaml.safe_load(blackbox.configuration())["modules"]

    assert job()["params"]["module"] == list(modules)


def test_certificates_are_verified():
    [module] = yaml.safe_load(blackbox.configuration())["modules"].values()

    assert "insecure_skip_verify" not in str(module)


def test_who_is_probed_names_the_prober_as_a_caller():
    for each in SERVICES:
        if each.published_port is not None:
            assert "blackbox" in service(each.name).callers
