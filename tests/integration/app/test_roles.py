"""Five roles as five processes, each with its own database but the shared stock."""

import re
import signal
import time

import pytest

from tests.e2e.waiting import eventually
from tests.integration.app.otlp import Receiver
from tests.integration.app.processes import ShopProcess
from tests.postgres import free_port

SERVER, CLIENT = 2, 3
TOKEN = "canary-token"
PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}
DATABASES = {
    "items": "items",
    "products": "stock",
    "inventory": "stock",
    "payment": "payment",
    "checkout": "checkout",
}


class Deployment:
    """The roles, and the receiver of their traces."""

    def __init__(self, folder):
        self.receiver = Receiver()
        (folder / "token").write_text(TOKEN)
        ports = {role: free_port() for role in DATABASES}
        urls = {
            f"SHOP_{role.upper()}_URL": f"http://127.0.0.1:{port}"
            for role, port in ports.items()
        }
        self.shops = {}
        for role, database in DATABASES.items():
            (folder / database).mkdir(exist_ok=True)
            self.shops[role] = ShopProcess(
                folder,
                name=role,
                SHOP_ROLES=role,
                SHOP_PORT=str(ports[role]),
                SHOP_DATABASE_URL=str(folder / database),
                SHOP_SIMULATION="on",
                SHOP_SIMULATION_TOKEN_FILE=str(folder / "token"),
                OTEL_EXPORTER_OTLP_ENDPOINT=self.receiver.url,
                OTEL_BSP_SCHEDULE_DELAY="200",
                **urls,
            )
            self.shops[role].port = ports[role]
        for shop in self.shops.values():
            shop.wait()

    def simulate(self, path, method="POST"):
        """Ask the front role, as the gateway does."""
        front = self.shops["items"]
        headers = {"X-Simulation-Token": TOKEN}
        if method == "GET":
            return front.get(f"/simulate/{path}", headers=headers)
        return front.post(f"/simulate/{path}", headers=headers)

    def spans(self, *, trace_id, at_least, until=lambda found: True):
        """The spans of one trace, once there are enough; roles send at their pace."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = [s for s in self.receiver.spans() if s.trace_id == trace_id]
            if len(found) >= at_least and until(found):
                return found
            time.sleep(0.1)
        raise AssertionError(f"{len(found)} spans: {found}")

    def close(self):
        for shop in self.shops.values():
            shop.stop(signal.SIGKILL if shop.process.poll() is None else 0)
        self.receiver.close()


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    deployed = Deployment(tmp_path_factory.mktemp("roles"))
    yield deployed
    deployed.close()


@pytest.fixture(autouse=True)
def _nothing_simulated(deployment):
    yield
    assert deployment.simulate("clear").json()["unreachable"] == []


def trace_id(number):
    return f"{number:032x}"


def checkout(deployment, number, body=None):
    headers = {"traceparent": f"00-{trace_id(number)}-00f067aa0ba902b7-01"}
    return deployment.shops["checkout"].post("/checkout", body, headers)


def test_one_trace_crosses_the_services_of_a_checkout(deployment):
    assert checkout(deployment, 1).status == 200
    spans = deployment.spans(trace_id=trace_id(1), at_least=9)

    servers = {s.span_id: s for s in spans if s.kind == SERVER}
    clients = {s.span_id: s for s in spans if s.kind == CLIENT}
    assert {(s.service, s.name) for s in servers.values()} == {
        ("checkout", "POST /checkout"),
        ("inventory", "GET /inventory"),
        ("inventory", "POST /internal/reservations"),
        ("inventory", "POST /internal/reservations/<reservation_id>/confirm"),
        ("payment", "POST /payment"),
    }
    [root] = [s for s in servers.values() if s.service == "checkout"]
    assert root.parent_id == "00f067aa0ba902b7"
    assert {s.parent_id for s in clients.values()} == {root.span_id}
    inner = [s for s in servers.values() if s is not root]
    assert {s.parent_id for s in inner} == set(clients)


def test_a_span_says_what_the_semantic_conventions_want(deployment):
    checkout(deployment, 2)
    spans = deployment.spans(trace_id=trace_id(2), at_least=9)

    [paid] = [s for s in spans if s.name == "POST /payment"]
    assert paid.attributes["http.request.method"] == "POST"
    assert paid.attributes["http.route"] == "/payment"
    assert paid.attributes["http.response.status_code"] == 200
    assert not paid.failed


def test_the_log_lines_of_all_roles_carry_the_trace(deployment):
    checkout(deployment, 3)

    def roles():
        return {
            role
            for role, shop in deployment.shops.items()
            if any(line["trace_id"] == trace_id(3) for line in shop.lines("request"))
        }

    # A line is written once the answer is sent: the caller may look too soon.
    expected = {"checkout", "inventory", "payment"}
    eventually(lambda: roles() >= expected, "a line of every role")
    assert roles() == expected


def test_a_failure_simulated_at_the_front_breaks_the_role_that_owns_it(deployment):
    answer = deployment.simulate("error?endpoint=/payment&rate=1.0")
    assert answer.status == 200, answer.data
    time.sleep(1)
    broken = checkout(deployment, 4)
    broken_spans = {("payment", SERVER), ("checkout", SERVER), ("checkout", CLIENT)}

    assert (broken.status, broken.json()["role"]) == (502, "payment")
    assert deployment.spans(
        trace_id=trace_id(4),
        at_least=6,
        until=lambda found: (
            broken_spans <= {(s.service, s.kind) for s in found if s.failed}
        ),
    )
    status = deployment.simulate("status", "GET").json()
    assert [rule["endpoint"] for rule in status["active"]] == ["/payment"]


def test_a_delay_simulated_at_the_front_slows_the_checkout(deployment):
    deployment.simulate("delay?endpoint=/payment&duration=700")
    time.sleep(1)
    began = time.monotonic()

    assert checkout(deployment, 5).status == 200
    assert time.monotonic() - began >= 0.7


def test_what_is_broken_is_undone_once_it_works_again(deployment):
    key = {"Idempotency-Key": "undone-later"}
    products = deployment.shops["products"]
    product_id = products.product(stock=3)
    body = {"lines": [{"product_id": product_id, "quantity": 3}]}
    deployment.simulate("error?endpoint=/payment&rate=1.0")
    time.sleep(1)
    assert deployment.shops["checkout"].post("/checkout", body, key).status == 502
    deployment.simulate("clear")

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = deployment.shops["checkout"].post("/checkout", body, key)
        if answer.status != 409:
            break
        time.sleep(0.5)
    assert answer.status == 503
    inventory = deployment.shops["inventory"].get(f"/inventory/{product_id}").json()
    assert (inventory["stock"], inventory["reserved"]) == (3, 0)


def test_latency_buckets_carry_the_trace_of_a_request_that_fell_into_them(deployment):
    items = deployment.shops["items"]
    items.get("/items", headers={"traceparent": PARENT})
    page = items.get("/metrics", headers=OPENMETRICS).data.decode()

    buckets = re.findall(r'app_request_latency_seconds_bucket.*"/items".*# (.*)', page)
    assert any('trace_id="4bf92f3577b34da6a3ce929d0e0e4736"' in b for b in buckets)


def test_nothing_that_a_client_sends_reaches_the_traces_or_the_logs(deployment):
    card = "4242424242424242"
    for role, path in (("payment", "/payment"), ("checkout", "/checkout")):
        shop = deployment.shops[role]
        headers = {"Authorization": "Bearer canary", "User-Agent": "canary"}
        shop.post(path, {"card_number": card}, headers)
        shop.post(f"{path}?canary={card}", {"canary": card}, headers)
        shop.get(f"/canary/{card}", headers=headers)
    time.sleep(1)

    receiver = deployment.receiver
    assert receiver.raw_logs
    spoken = b"".join([*receiver.raw, *receiver.raw_logs])
    for shop in deployment.shops.values():
        spoken += shop.log_path.read_bytes() + shop.get("/metrics").data
    assert b"canary" not in spoken
    assert card.encode() not in spoken


def test_the_last_spans_are_sent_when_a_process_ends(deployment, start):
    receiver = Receiver()
    shop = start(OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
    shop.get("/items", headers={"traceparent": PARENT})
    # No spans of what machines ask every few seconds.
    for path in ("/health", "/health/live", "/health/ready", "/metrics"):
        shop.get(path)
    shop.stop()
    receiver.close()

    assert [s.name for s in receiver.spans()] == ["GET /items"]


def test_a_receiver_that_is_away_costs_requests_nothing(start):
    endpoint = f"http://127.0.0.1:{free_port()}"
    shop = start(OTEL_EXPORTER_OTLP_ENDPOINT=endpoint, OTEL_BSP_SCHEDULE_DELAY="50")
    statuses = {shop.get("/items").status for _ in range(50)}

    assert statuses == {200}
    assert all(line["event"] for line in shop.lines())
