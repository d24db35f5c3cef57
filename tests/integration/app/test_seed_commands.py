"""Every curl command of the seed documents, as it is written there."""

import json
import shlex
import subprocess
import time

import pytest

from tests.tools import require

README_COMMANDS = (
    "curl http://localhost:8080/",
    "curl http://localhost:8080/items",
    'curl -X POST -H "Content-Type: application/json" -d \'{"name":"demo"}\''
    " http://localhost:8080/items",
    "curl http://localhost:8080/metrics",
    "curl http://localhost:8080/health/live",
    "curl http://localhost:8080/health/ready",
    "curl http://localhost:5000/metrics",
    "curl http://localhost:5000/health",
    "curl http://localhost:5000/inventory",
    "curl -X POST http://localhost:5000/payment",
    "curl -X POST http://localhost:5000/checkout",
)
SLOW_PAYMENT = 'curl -X POST "http://localhost:5000/simulate/delay?endpoint=/payment&duration={ms}"'
BROKEN_INVENTORY = (
    'curl -X POST "http://localhost:5000/simulate/error?endpoint=/inventory&rate=0.8"'
)
BROKEN_PAYMENT = (
    'curl -X POST "http://localhost:5000/simulate/error?endpoint=/payment&rate=1.0"'
)


class Shell:
    """Runs a seed's command against the shop under test."""

    def __init__(self, port, token):
        self._port = port
        self._token = token

    def run(self, command):
        """The status and the body that curl saw."""
        here = command.replace("localhost:8080", f"127.0.0.1:{self._port}")
        here = here.replace("localhost:5000", f"127.0.0.1:{self._port}")
        words = [*shlex.split(here), "-s", "-w", "\n%{http_code}"]
        if "/simulate/" in here:
            words += ["-H", f"Authorization: Bearer {self._token}"]
        shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        body, _, status = shown.rpartition("\n")
        return int(status), body


@pytest.fixture
def shell(start, tmp_path):
    require("curl")
    token = tmp_path / "token"
    token.write_text("open-sesame\n")
    shop = start(SHOP_SIMULATION="on", SHOP_SIMULATION_TOKEN_FILE=str(token))
    return Shell(shop.port, "open-sesame")


def test_every_plain_command_works_on_a_new_shop(shell):
    answers = {command: shell.run(command) for command in README_COMMANDS}

    assert {c: s for c, (s, _) in answers.items() if s not in (200, 201)} == {}
    assert json.loads(answers[README_COMMANDS[2]][1])["name"] == "demo"
    page = shell.run(["curl http://localhost:8080/metrics", " head -n 40"][0])[1]
    for name in (
        "app_requests_total{",
        "app_request_latency_seconds_bucket{",
        "app_errors_total",
        "http_requests_total{",
        "http_request_duration_seconds_bucket{",
        "product_stock_level{",
        "# HELP low_stock_alerts_total",
        "# HELP restock_operations_total",
        "# HELP product_operations_total",
    ):
        assert name in page


@pytest.mark.parametrize("ms", [2000, 3000])
def test_a_slow_payment_makes_the_checkout_slow(shell, ms):
    assert shell.run(SLOW_PAYMENT.format(ms=ms))[0] == 200
    began = time.monotonic()
    status, _ = shell.run("curl -X POST http://localhost:5000/checkout")

    assert status == 200
    assert time.monotonic() - began >= ms / 1000


def test_a_share_of_the_inventory_requests_fails(shell):
    shell.run(BROKEN_INVENTORY)
    statuses = [shell.run("curl http://localhost:5000/inventory")[0] for _ in range(40)]

    assert 15 <= statuses.count(500) <= 40
    assert set(statuses) <= {200, 500}


def test_a_broken_payment_breaks_the_checkout_until_it_is_cleared(shell):
    shell.run(BROKEN_PAYMENT)
    broken = shell.run("curl -X POST http://localhost:5000/checkout")
    shell.run("curl -X POST http://localhost:5000/simulate/clear")
    status = shell.run("curl http://localhost:5000/simulate/status")
    healed = shell.run("curl -X POST http://localhost:5000/checkout")

    assert broken[0] == 502
    assert json.loads(broken[1])["role"] == "payment"
    assert json.loads(status[1])["active"] == []
    assert healed[0] == 200
