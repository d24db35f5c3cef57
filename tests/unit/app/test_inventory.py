import pytest


@pytest.fixture
def inventory(lab):
    return Inventory(lab)


class Inventory:
    """Calls of the internal operations, as checkout makes them."""

    def __init__(self, lab):
        self._call = lab.shop.peers["inventory"].call

    def reserve(self, product_id, *, quantity=1, name="reservation-1", ttl_s=60):
        lines = [{"product_id": product_id, "quantity": quantity}]
        return self.lines(lines, name=name, ttl_s=ttl_s)

    def lines(self, lines, *, name="reservation-1", ttl_s=60):
        body = {"id": name, "lines": lines, "ttl_s": ttl_s}
        return self._call("POST", "/internal/reservations", body)

    def confirm(self, name="reservation-1"):
        return self._call("POST", f"/internal/reservations/{name}/confirm")

    def release(self, name="reservation-1"):
        return self._call("POST", f"/internal/reservations/{name}/release")


def test_availability_is_stock_less_what_is_held(lab, inventory):
    product_id = lab.product(stock=5)
    inventory.reserve(product_id, quantity=2)

    assert (lab.stock(product_id), lab.available(product_id)) == (5, 3)


def test_confirming_takes_the_units_off_the_shelf(lab, inventory):
    product_id = lab.product(stock=5)
    inventory.reserve(product_id, quantity=2)
    inventory.confirm()

    assert (lab.stock(product_id), lab.available(product_id)) == (3, 3)


def test_releasing_gives_the_units_back(lab, inventory):
    product_id = lab.product(stock=5)
    inventory.reserve(product_id, quantity=2)
    inventory.release()

    assert lab.available(product_id) == 5


def test_a_reservation_that_nobody_confirms_expires(lab, inventory):
    product_id = lab.product(stock=5)
    inventory.reserve(product_id, quantity=5, ttl_s=60)
    lab.clock.pass_s(60)

    assert lab.available(product_id) == 5
    assert inventory.confirm().status == 409
    assert inventory.reserve(product_id, quantity=5, name="reservation-2").status == 201


def test_more_than_is_available_is_refused_and_holds_nothing(lab, inventory):
    plenty, scarce = lab.product(stock=9), lab.product(stock=1)
    answer = inventory.lines(
        [
            {"product_id": plenty, "quantity": 2},
            {"product_id": scarce, "quantity": 2},
        ]
    )

    assert answer.status == 409
    assert answer.body["shortages"] == [
        {"product_id": scarce, "wanted": 2, "available": 1}
    ]
    assert lab.available(plenty) == 9


def test_a_product_named_twice_is_added_up(lab, inventory):
    product_id = lab.product(stock=3)
    line = {"product_id": product_id, "quantity": 2}

    assert inventory.lines([line, line]).status == 409


@pytest.mark.parametrize("action", ["confirm", "release"])
def test_repeating_a_step_changes_nothing_more(lab, inventory, action):
    product_id = lab.product(stock=5)
    first = inventory.reserve(product_id, quantity=2)
    again = inventory.reserve(product_id, quantity=2)
    step = getattr(inventory, action)
    states = [step().body["state"], step().body["state"]]

    assert first.body == again.body
    assert states[0] == states[1]
    assert lab.stock(product_id) == (3 if action == "confirm" else 5)


def test_a_confirmed_reservation_cannot_be_released(lab, inventory):
    inventory.reserve(lab.product(stock=5))
    inventory.confirm()

    assert inventory.release().status == 409


def test_a_release_that_overtakes_its_reservation_wins(lab, inventory):
    product_id = lab.product(stock=5)
    inventory.release()

    assert inventory.reserve(product_id).status == 409
    assert lab.available(product_id) == 5


def test_the_same_id_with_other_lines_is_refused(lab, inventory):
    product_id = lab.product(stock=5)
    inventory.reserve(product_id, quantity=1)

    assert inventory.reserve(product_id, quantity=2).status == 409


def test_selling_below_the_threshold_is_counted(lab, inventory):
    product_id = lab.product(stock=10, low_stock_threshold=10)
    inventory.reserve(product_id)
    inventory.confirm()

    assert lab.samples("low_stock_alerts_total", product_id=str(product_id)) == 1


def test_what_is_sold_out_is_left_out_on_request(lab):
    lab.product(stock=0)
    there = lab.product(stock=1)

    page = lab.get("/inventory?in_stock=true").json
    assert [row["product_id"] for row in page["inventory"]] == [there]


def test_availability_has_pages(lab):
    ids = [lab.product() for _ in range(3)]

    first = lab.get("/inventory?limit=2").json
    second = lab.get(first["next"]).json
    assert [r["product_id"] for r in first["inventory"] + second["inventory"]] == ids
    assert second["next"] is None


def test_an_unknown_product_has_no_availability(lab):
    assert lab.get("/inventory/99").status_code == 404


def test_nobody_outside_reserves_where_one_process_serves_all(lab):
    answer = lab.post("/internal/reservations", {"id": "x" * 8, "lines": []})

    assert answer.status_code == 404


def test_other_processes_reserve_where_the_role_is_on_its_own(labs):
    lab = labs(roles=("products", "inventory"))
    product_id = lab.product(stock=1)
    body = {"id": "reservation-1", "lines": [{"product_id": product_id}]}

    assert lab.post("/internal/reservations", body).status_code == 201
