import pytest

from infra.specs.settings import KEYS, SettingsError, default_port_offset, parse


def refusals(stack="dev", **raw):
    with pytest.raises(SettingsError) as caught:
        parse(stack, raw)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_dev_without_settings_uses_the_catalog_ports():
    assert parse("dev", {}).ports == {
        "gateway": 8080,
        "prometheus": 9090,
        "alertmanager": 9093,
        "notifications": 9094,
        "grafana": 3000,
        "engine": 8090,
    }


def test_defaults_are_the_documented_ones():
    settings = parse("dev", {})

    assert (settings.retention, settings.retention_size) == ("15d", "8192MB")
    assert (settings.scrape_interval, settings.products_scrape_interval) == (
        "15s",
        "10s",
    )
    assert (settings.simulation, settings.grafana) == (False, "auto")


def test_another_stack_gets_an_offset_from_its_name():
    assert parse("ci", {}).ports["gateway"] == 8080 + default_port_offset("ci")
    assert default_port_offset("ci") % 100 == 0
    assert 100 <= default_port_offset("ci") <= 40_000


def test_one_port_can_be_set_on_its_own():
    ports = parse("ci", {"portOffset": "100", "grafanaPort": "3999"}).ports

    assert (ports["grafana"], ports["gateway"]) == (3999, 8180)


def test_keys_may_carry_the_prefix_and_foreign_keys_pass():
    raw = {"pharos:prometheusVolumeGib": 20, "docker:host": "ssh://elsewhere"}

    assert parse("dev", raw).retention_size == "16384MB"


@pytest.mark.parametrize("value", ["on", "true", True])
def test_switch_accepts_what_yaml_makes_of_on(value):
    assert parse("dev", {"simulation": value}).simulation is True
    assert parse("dev", {"remediation": value}).remediation is True


def test_secret_keys_are_known_but_not_read():
    assert parse("dev", {"grafanaAdminPassword": {"secure": "v1:x"}}).stack == "dev"


def test_image_overrides_are_kept_by_image_key():
    reference = "mirror.example:5000/prom/prometheus:v3.5.0@sha256:" + "a" * 64

    assert parse("dev", {"prometheusImage": reference}).images == {
        "prometheus": reference
    }


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("target", "nomad", "is not accepted; use one of: docker"),
        ("portOffset", "-1", "is not accepted; use a whole number from 0 to 56441"),
        (
            "gatewayPort",
            "80",
            "is not accepted; use a whole number from 1024 to 65535",
        ),
        (
            "prometheusRetention",
            "1.5d",
            "is no duration; write it like 15s, 2h or 15d",
        ),
        (
            "prometheusRetention",
            "13d23h",
            "is shorter than the 14 days that error budgets are counted in; use 14d or"
            " more",
        ),
        (
            "prometheusRetention",
            "11y",
            "is out of range; use a duration from 14d to 10y",
        ),
        (
            "prometheusVolumeGib",
            "0",
            "is not accepted; use a whole number from 1 to 10000",
        ),
        ("scrapeInterval", "5m", "is out of range; use a duration from 1s to 2m"),
        ("simulation", "maybe", "is not accepted; use on or off"),
        ("grafana", "perhaps", "is not accepted; use on, off or auto"),
        (
            "rateLimit",
            "fast",
            "is no rate; write it like 1000/second (or minute, hour, day), or off",
        ),
        (
            "otlpEndpoint",
            "collector:4318",
            "is no URL that works here; start it with http://, https://",
        ),
        (
            "probeUrls",
            "https://shop.example, shop.example",
            "holds 'shop.example', which cannot be probed; write https://host/path,"
            " several with commas between them",
        ),
        (
            "probeUrls",
            "https://me:word@shop.example/",
            "holds a name, a password or a space at 'shop.example'; leave them out",
        ),
        (
            "probeUrls",
            "http://a.example,http://a.example",
            "names a URL twice; once is enough",
        ),
        (
            "backendUrl",
            "https://user:word@state.example",
            "holds a password; leave it out of the URL",
        ),
        (
            "registryPrefix",
            "https://mirror.example/",
            "is no registry prefix; write it like mirror.example:5000/proxy,"
            " without https:// and without a final slash",
        ),
        (
            "prometheusImage",
            "Prom/Prometheus",
            "is no image reference; write it like name:tag or name@sha256:<digest>",
        ),
        (
            "grafanPort",
            "3001",
            "belongs to a key that nothing reads; did you mean pharos:grafanaPort?",
        ),
        ("zzz", "1", "belongs to a key that nothing reads; remove it"),
    ],
)
def test_mistake_names_key_value_and_fix(key, value, problem):
    assert refusals(**{key: value}) == [f"pharos:{key}: {value!r} {problem}"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("gatewayPort", "٨٨٨٨"),
        ("scrapeInterval", "٣s"),
        ("rateLimit", "1٣/second"),
        ("registryPrefix", "mirror:٤٤٤٤"),
        ("grafanaImage", "grafana:версия"),
        ("smtpSmarthost", "mail.example.com:٢٨"),
        ("slackChannel", "#тревога"),
        ("muteHours", "٢٢:00-06:00"),
        ("emailTo", "дежурный@example.com"),
    ],
)
def test_digits_and_letters_of_other_scripts_are_refused(key, value):
    assert any(line.startswith(f"pharos:{key}: ") for line in refusals(**{key: value}))


def test_all_mistakes_are_reported_together():
    assert len(refusals(gatewayPort="x", scrapeInterval="y", target="z")) == 3


def test_two_services_cannot_share_a_port():
    assert refusals(grafanaPort="9090") == [
        "pharos:grafanaPort: '9090' is also the port of prometheus; choose another one"
    ]


def test_stack_name_must_fit_into_container_names():
    assert refusals(stack="Dev_1")[0].startswith("stack: 'Dev_1' is no stack name")


def test_every_key_of_the_readme_is_read(request):
    readme = (request.config.rootpath / "README.md").read_text()
    section = readme.split("## Settings")[1].split("\n## ")[0]

    assert [key for key in KEYS if key not in section] == []
