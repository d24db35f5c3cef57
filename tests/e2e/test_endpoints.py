"""Every curl command of the documents that the project comes from, and a bit more."""

import json
import re
import subprocess

import pytest

from tests.e2e.waiting import eventually

pytestmark = pytest.mark.stack

# Word for word; the ports become the stack's, and `sleep` returns at once.
COMMANDS = [
    "curl http://localhost:8080/",
    "curl http://localhost:8080/items",
    'curl -X POST -H "Content-Type: application/json" -d \'{"name":"demo"}\' '
    "http://localhost:8080/items",
    "curl http://localhost:8080/metrics | head -n 40",
    "curl http://localhost:8080/health/live",
    "curl http://localhost:8080/health/ready",
    "curl http://localhost:5000/metrics",
    "curl http://localhost:5000/health",
    "curl http://localhost:5000/inventory",
    "curl -X POST http://localhost:5000/payment",
    "curl -X POST http://localhost:5000/checkout",
    "for i in {1..10}; do curl -X POST http://localhost:5000/checkout; sleep 1; done",
    "for i in {1..20}; do curl http://localhost:5000/inventory; sleep 0.5; done",
]
SIMULATIONS = [
    'curl -X POST "http://localhost:5000/simulate/delay?endpoint=/payment&duration=2000"',
    'curl -X POST "http://localhost:5000/simulate/delay?endpoint=/payment&duration=3000"',
    'curl -X POST "http://localhost:5000/simulate/error?endpoint=/inventory&rate=0.8"',
    'curl -X POST "http://localhost:5000/simulate/error?endpoint=/payment&rate=1.0"',
    "curl -X POST http://localhost:5000/simulate/clear",
    "curl http://localhost:5000/simulate/status",
]


@pytest.fixture
def shell(stack, tmp_path):
    """Run a line in bash: curl fails on 4xx and 5xx, and sends the token if asked."""
    header = tmp_path / "header"
    header.write_text(f"X-Simulation-Token: {stack.canaries['simulation-token']}\n")
    header.chmod(0o600)

    def run(line, *, token=False):
        with_token = f'-H @"{header}"' if token else ""
        prelude = (
            f'curl() {{ command curl -sS --fail-with-body {with_token} "$@"; }}; '
            "sleep() { :; }; "
        )
        port = stack.settings.ports["gateway"]
        line = re.sub(r"localhost:(8080|5000)", f"127.0.0.1:{port}", line)
        return subprocess.run(
            ["bash", "-c", prelude + line], capture_output=True, text=True, timeout=60
        )

    yield run
    run("curl -X POST http://localhost:8080/simulate/clear", token=True)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_documents_works(shell, line):
    done = shell(line)

    # `head` closes the pipe early, which curl may notice.
    assert (done.returncode, bool(done.stdout.strip())) == (0, True), done.stderr


@pytest.mark.parametrize("line", SIMULATIONS)
def test_a_simulation_command_works_with_the_token(shell, line):
    done = shell(line, token=True)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("line", SIMULATIONS[:-1])
def test_a_simulation_command_is_refused_without_the_token(shell, line):
    done = shell(line)

    assert re.search(r"error: 40[13]", done.stderr), done.stdout + done.stderr


def test_an_item_that_was_posted_is_listed(shell):
    made = json.loads(shell(COMMANDS[2]).stdout)

    listed = json.loads(shell("curl 'http://localhost:8080/items?limit=200'").stdout)
    assert made["name"] == "demo"
    assert listed["items"]


def test_a_checkout_is_paid_and_takes_stock(shell):
    order = json.loads(shell("curl -X POST http://localhost:8080/checkout").stdout)

    assert order["payment_id"]
    assert sum(line["quantity"] for line in order["lines"]) == 1


def test_a_product_lives_from_creation_to_deletion(shell):
    base = "http://localhost:8080/products"
    json_ = "-H 'Content-Type: application/json'"
    made = shell(
        f"curl -X POST {json_} -d '"
        '{"name":"lamp","stock":3,"low_stock_threshold":5}\' ' + base
    )
    number = json.loads(made.stdout)["id"]

    restocked = shell(
        f"curl -X POST {json_} -d '{{\"quantity\":4}}' {base}/{number}/restock"
    )
    assert json.loads(restocked.stdout)["stock"] == 7
    assert shell(f"curl -X DELETE {base}/{number}").returncode == 0
    assert "error: 404" in shell(f"curl {base}/{number}").stderr


def test_a_simulated_error_reaches_the_role_that_owns_the_endpoint(shell):
    shell(SIMULATIONS[3], token=True)

    def payment_fails():
        return (
            "error: 500" in shell("curl -X POST http://localhost:8080/payment").stderr
        )

    eventually(payment_fails, "payments answer 500", within_s=5)


def test_a_failing_payment_fails_the_checkout_too(shell):
    shell(SIMULATIONS[3], token=True)

    done = shell("curl -X POST http://localhost:8080/checkout")

    assert re.search(r"error: 5\d\d", done.stderr), done.stdout + done.stderr


def test_clearing_ends_every_simulation(shell):
    shell(SIMULATIONS[3], token=True)
    shell(SIMULATIONS[4], token=True)

    status = shell(SIMULATIONS[5], token=True)
    assert json.loads(status.stdout)["active"] == []
    assert shell("curl -X POST http://localhost:8080/payment").returncode == 0


@pytest.mark.parametrize(
    ("service", "path"),
    [("prometheus", "/-/ready"), ("alertmanager", "/-/ready"), ("gateway", "/")],
)
def test_a_published_service_answers(stack, service, path):
    assert stack.get(service, path)


@pytest.mark.parametrize("path", ["/-/reload", "/-/quit"])
def test_nobody_can_reload_or_stop_prometheus_over_http(stack, path):
    words = ["curl", "-sS", "-X", "POST", "-w", "%{http_code}", "-o", "/dev/null"]
    done = subprocess.run(
        [*words, stack.url("prometheus") + path],
        capture_output=True,
        text=True,
        timeout=20,
    )

    assert done.stdout in ("403", "405")
