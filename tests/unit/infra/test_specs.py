import pytest

from catalog.services import ITEMS, PREVIEWS, PRODUCTS, SHOP_ROLES, running
from infra.specs import prometheus, shop
from infra.specs.engine_keys import HOLDERS, secret_key
from infra.specs.errors import PlatformError
from infra.specs.grafana import environment as grafana_environment
from infra.specs.limits import go_environment
from infra.specs.platform import Sources, platform
from infra.specs.settings import parse
from infra.specs.workload import Limits

ALL_IMAGES = {
    "app",
    "prometheus",
    "alertmanager",
    "grafana",
    "node-exporter",
    "blackbox",
    "gateway",
    "collector",
    "engine",
}


def specs(images=ALL_IMAGES, sources=None, **raw):
    found = platform(parse("dev", raw), sources or Sources(), images)
    return {spec.name: spec for spec in found}


def test_every_service_of_the_catalog_has_a_workload():
    assert specs().keys() == {service.name for service in running()}


def test_without_grafana_the_previews_run_on_its_port():
    settings = parse("dev", {"grafanaPort": "3999"})
    found = specs(ALL_IMAGES - {"grafana"}, grafanaPort="3999")

    assert found.keys() == {service.name for service in running(("grafana",))}
    assert found["previews"].service == PREVIEWS
    assert settings.url("previews") == settings.url("grafana")


def test_previews_draw_the_dashboards_of_the_checkout_without_any_secret():
    sources = Sources(dashboards={"a.json": "{}"})
    spec = specs(ALL_IMAGES, sources, grafana="off")["previews"]

    assert [dict(folder.files) for folder in spec.folders] == [{"a.json": "{}\n"}]
    assert spec.env["PREVIEWS_PROMETHEUS_URL"] == "http://prometheus:9090"
    assert (spec.secrets, spec.volumes, spec.host_folders) == ((), (), {})


@pytest.mark.parametrize(
    ("setting", "images", "runs"),
    [
        ("auto", ALL_IMAGES, True),
        ("auto", ALL_IMAGES - {"grafana"}, False),
        ("off", ALL_IMAGES, False),
        ("on", ALL_IMAGES, True),
    ],
)
def test_grafana_runs_as_set_and_as_its_image_allows(setting, images, runs):
    assert ("grafana" in specs(images, grafana=setting)) is runs


def test_wanted_grafana_without_its_image_is_refused_with_the_fix():
    with pytest.raises(PlatformError, match="make images IMPORT=file"):
        specs(ALL_IMAGES - {"grafana"}, grafana="on")


def test_workloads_start_side_by_side():
    # Each connects when it is asked, and again when that fails.
    assert [spec.name for spec in specs().values() if spec.depends_on] == []


def test_probes_ask_the_port_that_the_service_answers_on():
    for spec in specs().values():
        assert spec.probe.port == spec.service.probe_port
        assert spec.probe.path == spec.service.health_path


def test_prometheus_keeps_its_dangerous_apis_closed():
    flags = " ".join(specs()["prometheus"].command)

    assert "enable-lifecycle" not in flags
    assert "enable-admin-api" not in flags


def test_retention_is_bounded_by_time_and_by_a_share_of_the_volume():
    spec = specs(prometheusRetention="30d", prometheusVolumeGib="20")["prometheus"]
    [volume] = spec.volumes

    assert "--storage.tsdb.retention.time=30d" in spec.command
    assert "--storage.tsdb.retention.size=16384MB" in spec.command
    assert volume.size_mib == 20 * 1024


@pytest.mark.parametrize("timing", ["demo", "production"])
def test_rules_of_the_chosen_timing_are_mounted_where_prometheus_looks(timing):
    sources = Sources(rules={timing: {"targets.yaml": "groups: []\n"}})
    [folder] = specs(sources=sources, alertTiming=timing)["prometheus"].folders

    assert folder.files["rules/targets.yaml"] == "groups: []\n"
    assert f"{prometheus.CONFIG_PATH}/rules/*.yaml" in folder.files["prometheus.yml"]


def test_alerts_link_to_the_pages_of_their_stack():
    text = (
        "${grafana}/d/x ${runbooks}/Watchdog.html ${console}/incidents"
        " {{ $labels.service }}"
    )
    sources = Sources(rules={"demo": {"a.yaml": text}}, runbooks={"W.html": "<p>"})
    [folder] = specs(sources=sources)["prometheus"].folders

    assert folder.files["rules/a.yaml"] == (
        "http://127.0.0.1:3000/d/x http://127.0.0.1:9090/consoles/Watchdog.html"
        " http://127.0.0.1:8090/console/incidents {{ $labels.service }}"
    )
    assert folder.files["consoles/W.html"] == "<p>"


def test_products_and_inventory_share_one_database():
    volumes = {
        spec.name: spec.volumes[0].name
        for spec in specs().values()
        if spec.service in SHOP_ROLES
    }

    assert volumes == {
        "items": "items",
        "products": "stock",
        "inventory": "stock",
        "payment": "payment",
        "checkout": "checkout",
    }


def test_role_knows_where_the_others_are_and_not_itself():
    env = shop.environment(ITEMS, parse("dev", {}))
    peers = {key: url for key, url in env.items() if key.endswith("_URL")}
    del peers["SHOP_DATABASE_URL"]

    assert peers == {
        f"SHOP_{role.name.upper()}_URL": f"http://{role.name}:8000"
        for role in SHOP_ROLES
        if role != ITEMS
    }


def test_simulation_brings_its_token_as_a_file():
    on, off = specs(simulation="on")["items"], specs()["items"]

    assert [secret.name for secret in on.secrets] == ["simulation-token"]
    assert on.env["SHOP_SIMULATION_TOKEN_FILE"] == "/run/secrets/simulation-token"
    assert (off.secrets, off.env["SHOP_SIMULATION"]) == ((), "off")
    assert "SHOP_SIMULATION_TOKEN_FILE" not in off.env


def test_traces_are_sent_to_the_collector_unless_another_receiver_is_named():
    other = parse("dev", {"otlpEndpoint": "http://elsewhere:4318"})
    key = "OTEL_EXPORTER_OTLP_ENDPOINT"

    assert specs()["products"].env[key] == "http://collector:4318"
    assert shop.environment(PRODUCTS, other)[key] == "http://elsewhere:4318"


def test_grafana_reads_its_password_from_a_file_and_lets_nobody_else_in():
    env = grafana_environment(parse("dev", {}))

    assert env["GF_SECURITY_ADMIN_PASSWORD__FILE"].startswith("/run/secrets/")
    assert "GF_SECURITY_ADMIN_PASSWORD" not in env
    assert env["GF_AUTH_ANONYMOUS_ENABLED"] == "false"


def test_only_polled_folders_may_change_without_telling_the_process():
    every = [*specs().values(), *specs(grafana="off").values()]
    polled = {f.name for spec in every for f in spec.folders if f.polled}

    assert polled == {"grafana-dashboards", "previews-dashboards"}


def test_only_these_secrets_may_change_without_telling_the_process():
    every = specs(simulation="on").values()
    polled = {s.key for spec in every for s in spec.secrets if s.polled}

    keys = {secret_key(holder) for holder in HOLDERS}
    assert polled == {"grafana-admin-password", "simulation-token", *keys}


def test_go_program_is_told_nine_tenths_of_its_memory_limit():
    limits = Limits(memory_mib=200, cpu_millis=1500)

    assert go_environment(limits) == {"GOMEMLIMIT": "180MiB", "GOMAXPROCS": "2"}
