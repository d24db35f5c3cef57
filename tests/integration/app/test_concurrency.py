"""Never oversold, never charged twice, whoever comes at the same time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture
def replicas(start, database_url):
    """Two processes of two workers each on one database."""
    first = start(SHOP_DATABASE_URL=database_url, SHOP_WORKERS="2", SHOP_THREADS="4")
    second = start(SHOP_DATABASE_URL=database_url, SHOP_WORKERS="2", SHOP_THREADS="4")
    return first, second


def together(call, count):
    """The statuses of *count* calls made at the same time."""
    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(call, range(count)))


def test_the_last_units_are_sold_once(replicas):
    product_id = replicas[0].product(stock=7)
    body = {"lines": [{"product_id": product_id, "quantity": 1}]}

    statuses = Counter(
        together(lambda n: replicas[n % 2].post("/checkout", body).status, 30)
    )

    assert statuses == {200: 7, 409: 23}
    left = replicas[0].get(f"/inventory/{product_id}").json()
    assert (left["stock"], left["reserved"]) == (0, 0)
    completed = sum(
        shop.samples("shop_checkouts_total", outcome="completed") for shop in replicas
    )
    assert completed == 7


def test_baskets_in_opposite_order_do_not_block_each_other(replicas):
    a, b = (replicas[0].product(stock=100) for _ in range(2))

    def buy(number):
        lines = [{"product_id": p} for p in ((a, b) if number % 2 else (b, a))]
        return replicas[number % 2].post("/checkout", {"lines": lines}).status

    assert Counter(together(buy, 20)) == {200: 20}
    stocks = [replicas[0].get(f"/products/{p}").json()["stock"] for p in (a, b)]
    assert stocks == [80, 80]


def test_duplicates_at_the_same_time_have_one_effect_and_one_answer(replicas):
    product_id = replicas[0].product(stock=10)
    body = {"lines": [{"product_id": product_id, "quantity": 1}]}

    def buy(number):
        headers = {"Idempotency-Key": "one-order"}
        return replicas[number % 2].post("/checkout", body, headers)

    answers = together(buy, 12)

    assert {answer.status for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert replicas[0].get(f"/products/{product_id}").json()["stock"] == 9


def test_duplicate_payments_at_the_same_time_are_one(replicas):
    def pay(number):
        headers = {"Idempotency-Key": "one-payment"}
        return replicas[number % 2].post("/payment", None, headers)

    answers = together(pay, 12)

    assert {answer.status for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_restocks_and_sales_at_the_same_time_lose_no_unit(replicas):
    product_id = replicas[0].product(stock=50)

    def act(number):
        shop = replicas[number % 2]
        if number % 3 == 0:
            return shop.post(f"/products/{product_id}/restock", {"quantity": 2}).status
        body = {"lines": [{"product_id": product_id, "quantity": 1}]}
        return shop.post("/checkout", body).status

    assert set(together(act, 30)) == {200}
    left = replicas[0].get(f"/products/{product_id}").json()["stock"]
    assert left == 50 + 10 * 2 - 20


def test_readiness_follows_the_database_and_comes_back(start, postgres):
    shop = start(SHOP_DATABASE_URL=postgres.database())
    postgres.stop()
    try:
        down = shop.get("/health/ready")
        refused = shop.get("/items")
        alive = shop.get("/health/live")
    finally:
        postgres.start()

    assert (down.status, refused.status, alive.status) == (503, 503, 200)
    assert down.json()["detail"].startswith("the database does not answer")
    assert shop.get("/health/ready").status == 200
    assert shop.samples("app_errors_total") == 0
