"""Every operation, on each kind of database."""


def test_every_operation_works(start, database_url, tmp_path):
    (tmp_path / "token").write_text("open-sesame")
    shop = start(
        SHOP_DATABASE_URL=database_url,
        SHOP_SIMULATION="on",
        SHOP_SIMULATION_TOKEN_FILE=str(tmp_path / "token"),
    )
    token = {"X-Simulation-Token": "open-sesame"}

    def send(method, path, json=None):
        return shop.pool.request(method, shop.url + path, json=json, headers=token)

    item = shop.post("/items", {"name": "demo"}).json()["id"]
    mug = shop.product(sku="MUG", stock=3)
    payment = shop.post("/payment", {"card_number": "4242424242424242"}).json()["id"]
    calls = [
        ("GET", "/items?limit=1", None, 200),
        ("GET", f"/items/{item}", None, 200),
        ("POST", "/products", {"name": "Cup", "sku": "MUG"}, 409),
        ("GET", "/products?limit=2", None, 200),
        ("PUT", f"/products/{mug}", {"name": "Mug", "stock": 5}, 200),
        ("PATCH", f"/products/{mug}", {"low_stock_threshold": 5}, 200),
        ("POST", f"/products/{mug}/restock", {"quantity": 1}, 200),
        ("GET", "/inventory?in_stock=true", None, 200),
        ("GET", f"/inventory/{mug}", None, 200),
        ("GET", f"/payment/{payment}", None, 200),
        ("POST", "/checkout", {"lines": [{"product_id": mug, "quantity": 6}]}, 200),
        ("POST", "/checkout", {"lines": [{"product_id": mug}]}, 409),
        ("POST", "/simulate/delay?endpoint=/&duration=1", None, 200),
        ("POST", "/simulate/delay?endpoint=/&duration=2", None, 200),
        ("GET", "/simulate/status", None, 200),
        ("POST", "/simulate/clear", None, 200),
        ("DELETE", f"/products/{mug}", None, 204),
        ("GET", "/health/ready", None, 200),
        ("GET", "/metrics", None, 200),
    ]
    answers = [send(method, path, json) for method, path, json, _ in calls]

    wrong = [
        (call, answer.status, answer.data)
        for call, answer in zip(calls, answers, strict=True)
        if answer.status != call[-1]
    ]
    assert wrong == []
    assert shop.samples("low_stock_alerts_total", product_id=str(mug)) == 1
    assert shop.samples("app_errors_total") == 0
