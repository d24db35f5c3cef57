"""What Prometheus knows of the deployed stack."""

import pytest

from catalog.probes import PROBE_SUCCESS
from catalog.services import SERVICES, SHOP_ROLES
from infra.specs.probes import endpoints
from tests.e2e.prometheus import api, series, value
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.stack

REQUESTS = 25


@pytest.fixture
def prometheus(stack):
    return stack.url("prometheus")


def test_every_target_is_up(prometheus):
    def health():
        targets = api(prometheus, "targets", state="active")["activeTargets"]
        assert targets
        down = {t["scrapeUrl"]: t["lastError"] for t in targets if t["health"] != "up"}
        assert not down
        return True

    eventually(health, "every target up")


def test_everything_with_metrics_is_a_target(stack, prometheus):
    targets = api(prometheus, "targets", state="active")["activeTargets"]

    with_metrics = {s.name for s in SERVICES if s.metrics_path} & stack.services()
    assert {t["labels"]["service"] for t in targets} == with_metrics


def test_every_endpoint_answers_its_probe(stack, prometheus):
    settings = stack.settings
    running = [each for each in SERVICES if each.name in stack.services()]
    wanted = {each.url: each.service for each in endpoints(running, settings)}

    def answered():
        found = series(prometheus, f"{PROBE_SUCCESS.name} == 1")
        seen = {s["metric"]["instance"]: s["metric"]["service"] for s in found}
        assert seen == wanted
        return True

    eventually(answered, "every endpoint answers", within_s=60)


def test_no_rule_is_broken(prometheus):
    rules = [r for g in api(prometheus, "rules")["groups"] for r in g["rules"]]

    assert rules
    assert not [r["name"] for r in rules if r.get("lastError")]


def test_the_watchdog_reaches_alertmanager(stack):
    def alerts():
        return "Watchdog" in stack.get("alertmanager", "/api/v2/alerts")

    eventually(alerts, "the Watchdog alert in Alertmanager", within_s=60)


@pytest.mark.parametrize(
    ("metric", "status"),
    [("app_requests_total", "http_status"), ("http_requests_total", "status")],
)
def test_every_request_is_counted_exactly_once(stack, prometheus, metric, status):
    expression = f'sum({metric}{{endpoint="/items",method="GET",{status}="200"}})'
    # What earlier tests asked for may not have been scraped yet.
    settled = counted_after_scrape(prometheus, expression)

    for _ in range(REQUESTS):
        stack.get("gateway", "/items")

    def counted():
        return value(prometheus, expression) >= settled + REQUESTS

    eventually(counted, f"{REQUESTS} more requests in {metric}")
    # One more scrape than it takes would show a request counted twice.
    assert counted_after_scrape(prometheus, expression) == settled + REQUESTS


def counted_after_scrape(prometheus, expression):
    scraped = max(
        (float(s["value"][1]) for s in series(prometheus, "timestamp(up)")), default=0
    )
    eventually(
        lambda: (
            min(float(s["value"][1]) for s in series(prometheus, "timestamp(up)"))
            > scraped
        ),
        "another scrape of everything",
    )
    return value(prometheus, expression)


def test_container_metrics_are_there_for_every_service(stack, prometheus):
    def covered():
        found = {
            s["metric"].get("service")
            for s in series(prometheus, "container_memory_working_set_bytes > 0")
        }
        assert stack.services() <= found, stack.services() - found
        return True

    eventually(covered, "memory of every container")


@pytest.mark.parametrize(
    "expression",
    [
        "container_cpu_usage_seconds_total",
        "container_spec_memory_limit_bytes",
        "container_threads",
    ],
)
def test_container_metrics_carry_the_container_s_name(stack, prometheus, expression):
    names = {s["metric"]["name"] for s in series(prometheus, expression)}

    assert {str(c.name) for c in stack.containers()} == names


def test_the_exporter_reads_without_errors(prometheus):
    assert value(prometheus, "sum(container_exporter_errors_total)") == 0


def test_stock_is_known_per_product(prometheus):
    assert series(prometheus, "product_stock_level")


def test_the_machine_s_cpu_is_known(prometheus):
    assert series(prometheus, 'rate(node_cpu_seconds_total{mode="idle"}[1m])')


@pytest.mark.parametrize("role", [role.name for role in SHOP_ROLES])
def test_a_role_s_own_requests_are_known_by_its_name(prometheus, role):
    expression = f'sum(app_requests_total{{service="{role}"}})'

    eventually(lambda: value(prometheus, expression) > 0, f"requests of {role}")
