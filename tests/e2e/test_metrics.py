"""What Prometheus knows of the deployed stack."""

import re
import secrets
import urllib.request

import pytest

from catalog.services import GATEWAY, SERVICES, SHOP_ROLES
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
    hosts = {
        re.sub(r":\d+$", "", t["discoveredLabels"]["__address__"])
        for t in api(prometheus, "targets", state="active")["activeTargets"]
    }

    with_metrics = {s.name for s in SERVICES if s.metrics_path} & stack.services()
    # The gateway's metrics, where it has any, may be on a port of their own.
    assert (
        with_metrics
        - {GATEWAY.name}
        - {h.split(":")[0] for h in hosts}
        - {"prometheus" if {"localhost", "127.0.0.1"} & hosts else ""}
        == set()
    )


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
    settled = eventually(
        lambda: [value(prometheus, expression)], "a first value", within_s=10
    )[0]

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


def test_the_trace_of_a_request_is_its_exemplar(stack):
    trace = secrets.token_hex(16)
    stack.get("gateway", "/items", traceparent=f"00-{trace}-{'1' * 16}-01")

    request = urllib.request.Request(
        stack.url("gateway") + "/metrics",
        headers={"Accept": "application/openmetrics-text; version=1.0.0"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        text = response.read().decode()
    assert re.search(rf'app_request_latency_seconds_bucket.*# .*"{trace}"', text)


def test_every_shop_role_is_scraped_by_itself(prometheus):
    """The gateway must not be what Prometheus scrapes."""
    jobs = {
        str(s["metric"].get("service", s["metric"]["job"]))
        for s in series(prometheus, "app_request_latency_seconds_count or up")
    }

    assert {role.name for role in SHOP_ROLES} <= jobs
