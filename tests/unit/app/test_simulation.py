import pytest

from app.clients.transport import PeerAnswer
from app.errors import PeerUnreachable
from app.roles.simulation import owner_of

TOKEN = {"X-Simulation-Token": "open sesame"}


@pytest.fixture
def slept():
    return []


@pytest.fixture
def lab(labs, slept):
    return labs(sleep=slept.append, simulation=True, simulation_token="open sesame")


def simulate(lab, path, headers=TOKEN):
    return lab.post(f"/simulate/{path}", headers=headers)


def test_simulation_is_off_unless_enabled(labs):
    answer = simulate(labs(), "delay?endpoint=/payment&duration=1")

    assert answer.status_code == 403
    assert "SHOP_SIMULATION=on" in answer.json["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Simulation-Token": "wrong"},
        {"Authorization": "Basic open sesame"},
        {"Authorization": "Bearer "},
    ],
)
def test_simulation_needs_its_token(lab, headers):
    for path in ("delay?endpoint=/payment&duration=1", "clear"):
        answer = simulate(lab, path, headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert lab.get("/simulate/status", headers=headers).status_code == 401


def test_the_token_may_come_as_a_bearer(lab):
    headers = {"Authorization": "Bearer open sesame"}

    assert lab.get("/simulate/status", headers=headers).json["active"] == []


def test_a_delay_holds_every_request_of_the_endpoint(lab, slept):
    simulate(lab, "delay?endpoint=/payment&duration=2000")

    assert lab.post("/payment").status_code == 200
    assert slept == [2.0]
    assert lab.get("/items").status_code == 200
    assert slept == [2.0]


def test_an_error_fails_the_endpoint_and_counts_as_an_exception(lab):
    simulate(lab, "error?endpoint=/inventory&rate=1.0")
    answer = lab.get("/inventory")

    assert (answer.status_code, answer.json["type"]) == (
        500,
        "urn:pharos:problem:simulated-error",
    )
    assert lab.samples("app_errors_total") == 1
    assert lab.samples("http_requests_total", endpoint="/inventory", status="500") == 1


@pytest.mark.parametrize("role", ["payment", "inventory"])
def test_a_failing_role_fails_the_checkout_that_needs_it(lab, role):
    mug = lab.product(stock=1)
    simulate(lab, f"error?endpoint=/{role}&rate=1")
    answer = lab.post("/checkout", {"lines": [{"product_id": mug}]})

    assert answer.status_code in (502, 503)
    assert role in answer.json["detail"]


def test_a_timeout_hangs_for_its_duration_then_answers_504(lab, slept):
    simulate(lab, "timeout?endpoint=/payment&duration=300")

    assert lab.post("/payment").status_code == 504
    assert slept == [0.3]


def test_clearing_stops_everything_or_one_endpoint(lab):
    simulate(lab, "error?endpoint=/payment&rate=1")
    simulate(lab, "error?endpoint=/inventory&rate=1")
    simulate(lab, "clear?endpoint=/payment")
    assert (lab.post("/payment").status_code, lab.get("/inventory").status_code) == (
        200,
        500,
    )

    simulate(lab, "clear")
    assert lab.get("/inventory").status_code == 200


def test_the_status_shows_the_rules_and_a_new_one_replaces_the_old(lab):
    simulate(lab, "delay?endpoint=/payment&duration=1")
    simulate(lab, "delay?endpoint=/payment&duration=2")

    status = lab.get("/simulate/status", headers=TOKEN).json
    assert status == {
        "active": [
            {"endpoint": "/payment", "kind": "delay", "duration": 2, "rate": 0.0}
        ],
        "unreachable": [],
    }


@pytest.mark.parametrize(
    "path",
    [
        "delay?endpoint=/payment",
        "delay?endpoint=/payment&duration=-1",
        "delay?endpoint=/payment&duration=60001",
        "delay?endpoint=/payment&duration=1.5",
        "error?endpoint=/payment&rate=1.1",
        "error?endpoint=/payment&rate=nan",
        "error?endpoint=/payment&rate=half",
        "error?endpoint=payment&rate=1",
        "error?endpoint=/metrics&rate=1",
        "error?endpoint=/health/live&rate=1",
        "error?endpoint=/simulate/clear&rate=1",
        "timeout?endpoint=/payment&duration=0",
        "timeout",
    ],
)
def test_wrong_parameters_are_a_422(lab, path):
    assert simulate(lab, path).status_code == 422


def test_probes_survive_every_simulation(lab):
    simulate(lab, "error?endpoint=/health&rate=1")

    assert lab.get("/health").status_code == 500
    assert lab.get("/health/live").status_code == 200
    assert lab.get("/health/ready").status_code == 200


@pytest.mark.parametrize(
    ("endpoint", "role"),
    [("/", "items"), ("/products/3", "products"), ("/payment", "payment")],
)
def test_every_endpoint_has_one_owner(endpoint, role):
    assert owner_of(endpoint) == role


class Recorded:
    """A role that notes what it is asked, or does not answer."""

    def __init__(self, *, there=True):
        self.there = there
        self.calls = []

    def call(self, method, path, body=None, headers=None):
        self.calls.append((method, path, headers))
        if not self.there:
            raise PeerUnreachable("payment", "does not accept connections")
        rule = {"endpoint": "/payment", "kind": "error", "duration": 0, "rate": 1.0}
        return PeerAnswer(200, {"active": [rule], "unreachable": []})


@pytest.fixture
def front(labs):
    urls = {"payment": "http://127.0.0.1:9", "checkout": "http://127.0.0.1:9"}
    lab = labs(
        roles=("items",), peers=urls, simulation=True, simulation_token="open sesame"
    )
    lab.shop.peers["payment"] = Recorded()
    lab.shop.peers["checkout"] = Recorded(there=False)
    return lab


def test_the_front_role_passes_a_rule_on_to_the_owner(front):
    answer = simulate(front, "error?endpoint=/payment&rate=1.0")

    assert answer.json["active"][0]["endpoint"] == "/payment"
    assert front.shop.peers["payment"].calls == [
        ("POST", "/simulate/error?endpoint=%2Fpayment&rate=1.0", TOKEN)
    ]
    assert front.shop.peers["checkout"].calls == []


def test_clear_and_status_ask_every_role_and_name_the_silent_ones(front):
    cleared = simulate(front, "clear?endpoint=/payment")
    status = front.get("/simulate/status", headers=TOKEN)

    assert [call[:2] for call in front.shop.peers["payment"].calls] == [
        ("POST", "/simulate/clear?endpoint=/payment"),
        ("GET", "/simulate/status"),
    ]
    assert cleared.json["unreachable"] == status.json["unreachable"] == ["checkout"]


def test_a_role_that_nobody_serves_is_a_422_that_names_the_setting(front):
    answer = simulate(front, "error?endpoint=/products&rate=1")

    assert answer.status_code == 422
    assert "SHOP_PRODUCTS_URL" in answer.json["detail"]


def test_another_token_in_the_file_counts_from_the_next_request_on(labs, tmp_path):
    file = tmp_path / "token"
    file.write_text("first\n")
    lab = labs(
        simulation=True, simulation_token="first", simulation_token_file=str(file)
    )
    assert status_with(lab, "first") == 200

    file.write_text("second\n")

    assert status_with(lab, "first") == 401
    assert status_with(lab, "second") == 200


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_token_file_that_says_nothing_leaves_the_token_as_it_was(
    labs, tmp_path, content
):
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)
    lab = labs(
        simulation=True, simulation_token="first", simulation_token_file=str(file)
    )

    assert status_with(lab, "first") == 200
    assert status_with(lab, "") == 401


def status_with(lab, token):
    headers = {"X-Simulation-Token": token}
    return lab.get("/simulate/status", headers=headers).status_code
