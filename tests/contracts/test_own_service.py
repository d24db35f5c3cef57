"""One entry is all that a service of a team's own takes; nothing else is edited."""

import json
import shutil
import subprocess
import sys

import pytest
import yaml

from tests.e2e.checkout import ROOT, copy_checkout
from tests.rules.promtool import promtool

ENTRY = ROOT / "tests" / "fixtures" / "greeter.toml"
GENERATED = ("rules/generated", "docs/architecture.svg")
SPECS = """
import json
from catalog.services import SERVICES
from infra.specs import gateway
from infra.specs.platform import Sources, platform
from infra.specs.settings import parse

specs = {s.name: s for s in platform(parse("dev", {}), Sources(), {"app"})}
own = specs["greeter"]
files = specs["prometheus"].folders[0].files
print(json.dumps({
    "image": own.image,
    "user": own.user,
    "memory_mib": own.limits.memory_mib,
    "probe": [own.probe.port, own.probe.path],
    "prometheus": files["prometheus.yml"],
    "caddyfile": specs["gateway"].folders[0].files["Caddyfile"],
}))
"""
# Ten answers a second, one in ten a failure, all within 0.1 s.
TRAFFIC = [
    ('greeter_http_requests_total{%s, code="200"}', "0+135x80"),
    ('greeter_http_requests_total{%s, code="500"}', "0+15x80"),
    ('greeter_http_latency_seconds_bucket{%s, le="0.1"}', "0+150x80"),
    ('greeter_http_latency_seconds_bucket{%s, le="0.25"}', "0+150x80"),
    ('greeter_http_latency_seconds_bucket{%s, le="+Inf"}', "0+150x80"),
]
LABELS = 'job="greeter", environment="dev", service="greeter", owner="greetings"'


def generate(checkout):
    for module in ("rules", "tools.docs.diagram"):
        subprocess.run(
            [sys.executable, "-m", module],
            cwd=checkout,
            check=True,
            capture_output=True,
            timeout=120,
        )


def generated(checkout):
    paths = [checkout / name for name in GENERATED]
    files = [
        f for path in paths for f in ([path] if path.is_file() else path.rglob("*"))
    ]
    return {str(f.relative_to(checkout)): f.read_text() for f in files if f.is_file()}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """A checkout without any entry; those of whoever runs this are left out."""
    copy = copy_checkout(tmp_path_factory.mktemp("own"))
    (copy / "services").mkdir(exist_ok=True)
    entries = [*(copy / "services").glob("*.toml")]
    for entry in entries:
        entry.unlink()
    if entries:
        generate(copy)
    return copy, generated(copy)


@pytest.fixture(scope="module")
def checkout(before):
    """The checkout with the entry, and its files made by the generators."""
    copy, _ = before
    shutil.copy(ENTRY, copy / "services" / "greeter.toml")
    generate(copy)
    return copy


@pytest.fixture(scope="module")
def specs(checkout):
    done = subprocess.run(
        [sys.executable, "-c", SPECS],
        cwd=checkout,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def test_it_runs_as_a_workload_with_limits_and_a_user_of_its_own(specs):
    assert specs["image"] == "own-greeter"
    assert specs["memory_mib"] == 96
    assert specs["probe"] == [5000, "/alive"]
    assert specs["user"].split(":")[0] == specs["user"].split(":")[1]


def test_it_is_scraped_and_probed_under_its_owner_s_name(specs):
    jobs = yaml.safe_load(specs["prometheus"])["scrape_configs"]
    statics = {job["job_name"]: job for job in jobs}
    labels = {"service": "greeter", "owner": "greetings", "environment": "dev"}

    assert statics["own"]["static_configs"] == [
        {
            "targets": ["greeter:5000"],
            "labels": {**labels, "job": "greeter", "__metrics_path__": "/stats"},
        }
    ]
    assert {"targets": ["http://greeter:5000/alive"], "labels": labels} in statics[
        "probe"
    ]["static_configs"]


def test_it_has_its_path_on_the_front_door(specs):
    assert "@greeter path /greet /greet/*" in specs["caddyfile"]


def test_it_is_in_the_picture(checkout):
    assert ">greeter<" in (checkout / "docs" / "architecture.svg").read_text()


def test_promtool_has_nothing_to_remark_on_the_rules_with_it(checkout):
    rules = checkout / "rules" / "generated"
    files = sorted(str(path.relative_to(rules)) for path in rules.rglob("*.yaml"))

    done = promtool(rules, "check", "rules", "--lint=all", "--lint-fatal", *files)

    assert len(files) > 10
    assert done.returncode == 0, done.stdout + done.stderr


def recorded(checkout, folder, expected, series):
    """What promtool says of the records after twenty minutes of traffic."""
    for name in ("red.yaml", "objectives.yaml", "burn.yaml"):
        source = checkout / "rules" / "generated" / "demo" / name
        if source.is_file():
            shutil.copy(source, folder / name)
    test = {
        "interval": "15s",
        "input_series": [{"series": name, "values": v} for name, v in series],
        "promql_expr_test": [
            {
                # Rates are sums of fractions.
                "expr": f"round({expr}, 0.001)",
                "eval_time": "20m",
                "exp_samples": [{"labels": f"{{{labels}}}", "value": value}],
            }
            for expr, labels, value in expected
        ],
    }
    document = {
        "rule_files": sorted(path.name for path in folder.glob("*.yaml")),
        "evaluation_interval": "15s",
        "tests": [test],
    }
    (folder / "own.test.yaml").write_text(yaml.safe_dump(document))
    return promtool(folder, "test", "rules", "own.test.yaml")


def greeter_traffic():
    labels = f'{LABELS}, route="/greet/<name>"'
    # What asks for its health is no user.
    health = f'greeter_http_requests_total{{{LABELS}, route="/alive", code="200"}}'
    return [
        *((name % labels, values) for name, values in TRAFFIC),
        (health, "0+9000x80"),
        (f"up{{{LABELS}}}", "1x80"),
    ]


def test_its_own_metrics_become_the_records_that_dashboards_and_alerts_read(
    checkout, tmp_path
):
    same = 'environment="dev", owner="greetings", service="greeter"'

    done = recorded(
        checkout,
        tmp_path,
        [
            ("service:app_requests:rate5m", same, 10),
            ("service:app_requests_5xx:ratio_rate5m", same, 0.1),
            (
                "service_endpoint:app_requests:rate5m",
                f'{same}, endpoint="/greet/<name>"',
                10,
            ),
            (
                'service_slo:error:ratio_rate5m{slo="availability"}',
                f'{same}, slo="availability"',
                0.1,
            ),
            (
                'service_slo:objective:ratio{slo="latency"}',
                f'{same}, slo="latency"',
                0.9,
            ),
        ],
        greeter_traffic(),
    )

    assert done.returncode == 0, done.stdout + done.stderr


def missing(metric):
    return {
        "exp_labels": {
            "severity": "warning",
            "environment": "dev",
            "job": "greeter",
            "service": "greeter",
            "owner": "greetings",
            "instance": "a",
            "metric": metric,
        },
        "exp_annotations": {
            "summary": f"greeter no longer tells {metric}",
            "description": (
                f"a is up (1) but does not tell {metric}: alerts on it stay silent."
            ),
        },
    }


@pytest.mark.parametrize(
    "metric", ["greeter_http_requests_total", "greeter_http_latency_seconds_bucket"]
)
def test_a_metric_that_it_told_a_day_ago_is_missed_after_an_hour(
    checkout, tmp_path, metric
):
    # Ten days at a sample per quarter of an hour; the third and fourth day are silent.
    file = checkout / "rules" / "generated" / "demo" / "absence.yaml"
    document = yaml.safe_load(file.read_text())
    [group] = document["groups"]
    group["rules"] = [
        {**rule, "annotations": {**rule["annotations"], "runbook_url": "x"}}
        for rule in group["rules"]
        if rule.get("labels", {}).get("metric") == metric
    ]
    (tmp_path / "absence.yaml").write_text(yaml.safe_dump(document))
    labels = f'{LABELS}, instance="a"'
    annotations = {
        name: text
        for name, text in group["rules"][0]["annotations"].items()
        if name not in ("summary", "description")
    }
    alert = missing(metric)
    alert["exp_annotations"] |= annotations

    def at(time, alerts):
        return {
            "eval_time": time,
            "alertname": "MetricsMissing",
            "exp_alerts": alerts,
        }

    test = {
        "rule_files": ["absence.yaml"],
        "evaluation_interval": "5m",
        "tests": [
            {
                "interval": "5m",
                "input_series": [
                    {"series": f"up{{{labels}}}", "values": "1x1440"},
                    {
                        "series": f"{metric}{{{labels}}}",
                        # A day of requests, a day without, and requests again.
                        "values": "1x288 stale _x288 1x863",
                    },
                ],
                "alert_rule_test": [
                    at("12h", []),
                    at("24h30m", []),
                    at("25h15m", [alert]),
                    at("48h", [alert]),
                    at("49h", []),
                ],
            }
        ],
    }
    (tmp_path / "own.test.yaml").write_text(yaml.safe_dump(test))

    done = promtool(tmp_path, "test", "rules", "own.test.yaml")

    assert done.returncode == 0, done.stdout + done.stderr


def test_its_requests_are_none_of_the_shop_s(checkout, tmp_path):
    shop = 'job="items", environment="dev", service="items", owner="shop"'
    asked = f'app_requests_total{{{shop}, endpoint="/items", http_status="200"}}'

    done = recorded(
        checkout,
        tmp_path,
        [("environment:app_requests:rate5m", 'environment="dev"', 2)],
        [*greeter_traffic(), (asked, "0+30x80")],
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_without_the_entry_everything_is_as_before(checkout, before):
    (checkout / "services" / "greeter.toml").rename(checkout / "greeter.toml")
    try:
        generate(checkout)
        assert generated(checkout) == before[1]
    finally:
        (checkout / "greeter.toml").rename(checkout / "services" / "greeter.toml")
        generate(checkout)


def run(checkout, *words):
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=checkout,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_mistake_in_an_entry_is_told_without_a_traceback(checkout):
    bad = checkout / "services" / "bad.toml"
    bad.write_text("port = 0\n")
    try:
        done = run(checkout, "tools.bootstrap", "status")
    finally:
        bad.unlink()

    assert done.returncode == 1
    assert "services/bad.toml: port: 0 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_new_service_writes_an_entry_once(checkout):
    words = "--name teller --description Tells --owner us --image teller:1 --port 5001"
    command = ["tools.bootstrap.cli", "new-service", "--", *words.split()]
    entry = checkout / "services" / "teller.toml"
    try:
        first = run(checkout, *command)
        text = entry.read_text()
        second = run(checkout, *command)
    finally:
        entry.unlink(missing_ok=True)

    assert first.returncode == 0, first.stderr
    assert 'image = "teller:1"' in text
    assert second.returncode == 1
    assert "the name 'teller' is taken" in second.stderr
