import pytest


def test_a_product_is_created_read_replaced_and_deleted(lab):
    product_id = lab.product(name="Mug", sku="MUG", stock=5)

    replaced = lab.send(
        "PUT", f"/products/{product_id}", json={"name": "Cup", "stock": 7}
    )
    deleted = lab.send("DELETE", f"/products/{product_id}")

    assert (replaced.json["name"], replaced.json["sku"], replaced.json["stock"]) == (
        "Cup",
        None,
        7,
    )
    assert (deleted.status_code, deleted.data) == (204, b"")
    assert lab.get(f"/products/{product_id}").status_code == 404


def test_a_change_leaves_the_other_fields_alone(lab):
    product_id = lab.product(name="Mug", price_minor=750)

    changed = lab.send("PATCH", f"/products/{product_id}", json={"price_minor": 800})

    assert (changed.json["name"], changed.json["price_minor"]) == ("Mug", 800)


def test_a_field_cannot_be_changed_to_nothing(lab):
    product_id = lab.product()

    answer = lab.send("PATCH", f"/products/{product_id}", json={"name": None})

    assert answer.status_code == 422


def test_restocking_adds_units_and_is_counted(lab):
    product_id = lab.product(stock=5)

    answer = lab.post(f"/products/{product_id}/restock", {"quantity": 20})

    assert answer.json["stock"] == 25
    assert lab.samples("restock_operations_total", product_id=str(product_id)) == 1


def test_a_product_that_was_never_restocked_shows_none_so_that_the_first_is_a_rise(lab):
    product_id = lab.product(stock=0)
    lab.get("/metrics")

    page = lab.get("/metrics").text

    assert f'restock_operations_total{{product_id="{product_id}"}} 0.0' in page


def test_restocking_works_without_a_body(lab):
    product_id = lab.product(stock=5)

    assert lab.post(f"/products/{product_id}/restock").json["stock"] == 15


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("PUT", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/restock")],
)
def test_an_unknown_product_is_a_404(lab, method, path):
    answer = lab.send(
        method, f"/products/99{path}", json={"name": "Mug"} if method == "PUT" else None
    )

    assert answer.status_code == 404


def test_two_products_cannot_share_a_sku(lab):
    lab.product(sku="MUG")

    answer = lab.post("/products", {"name": "Cup", "sku": "MUG"})

    assert answer.status_code == 409
    assert "'MUG'" in answer.json["detail"]


def test_every_operation_on_products_is_counted(lab):
    product_id = lab.product()
    lab.send("PATCH", f"/products/{product_id}", json={"stock": 3})
    lab.send("DELETE", f"/products/{product_id}")

    counted = {
        name: lab.samples("product_operations_total", operation=name)
        for name in ("create", "update", "delete")
    }
    assert counted == {"create": 1, "update": 1, "delete": 1}


def test_falling_below_the_threshold_is_counted_once(lab):
    product_id = lab.product(stock=12, low_stock_threshold=10)
    for stock in (11, 10, 9, 8):
        lab.send("PATCH", f"/products/{product_id}", json={"stock": stock})

    assert lab.samples("low_stock_alerts_total") == 1
    assert lab.get(f"/products/{product_id}").json["low_stock"] is True


def test_stock_that_a_reservation_holds_cannot_be_taken_away(lab):
    product_id = lab.product(stock=5)
    hold(lab, product_id, quantity=3)

    lowered = lab.send("PATCH", f"/products/{product_id}", json={"stock": 2})
    deleted = lab.send("DELETE", f"/products/{product_id}")

    assert (lowered.status_code, deleted.status_code) == (409, 409)
    assert "hold 3 units" in lowered.json["detail"]


def hold(lab, product_id, *, quantity):
    body = {
        "id": "reservation-1",
        "lines": [{"product_id": product_id, "quantity": quantity}],
    }
    answer = lab.shop.peers["inventory"].call("POST", "/internal/reservations", body)
    assert answer.status == 201
