import pytest

from app.domain.orders import OrderState
from app.roles.checkout import desk
from app.storage import orders
from app.storage.tables import payments
from tests.unit.app.fake_peers import TIMEOUT, UNREACHABLE, FlakyPeer

DECLINED = "4000000000000002"


def buy(lab, *lines, key=None, **body):
    headers = {} if key is None else {"Idempotency-Key": key}
    if lines:
        body["lines"] = [{"product_id": p, "quantity": q} for p, q in lines]
    return lab.post("/checkout", body or None, headers=headers)


def break_peer(lab, role, failures, **options):
    """Replace a role by one that fails; return it."""
    peer = FlakyPeer(lab.shop.peers[role], failures, **options)
    lab.shop.peers[role] = peer
    return peer


def paid_states(lab):
    with lab.shop.database.read() as connection:
        return [row.state for row in connection.execute(payments.select())]


def undo_all(lab):
    while desk(lab.shop).undo_abandoned():
        pass


def test_an_order_takes_the_stock_and_the_money(lab):
    mug, tea = lab.product(stock=5, price_minor=750), lab.product(price_minor=990)
    answer = buy(lab, (mug, 2), (tea, 1))

    assert answer.status_code == 200
    assert (answer.json["total_minor"], answer.json["currency"]) == (2490, "EUR")
    assert lab.stock(mug) == 3
    assert paid_states(lab) == ["captured"]
    assert lab.samples("shop_checkouts_total", outcome="completed") == 1


def test_an_order_without_a_body_buys_the_first_product_in_stock(lab):
    lab.product(stock=0)
    there = lab.product(stock=1)

    assert buy(lab).json["lines"][0]["product_id"] == there
    assert buy(lab).status_code == 409


def test_an_empty_basket_is_a_422_and_buys_nothing(lab):
    mug = lab.product(stock=5)

    answer = lab.post("/checkout", {"lines": []})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["at"] == "/lines"
    assert lab.stock(mug) == 5


def test_an_order_for_an_unknown_product_is_a_422(lab):
    answer = buy(lab, (99, 1))

    assert (answer.status_code, paid_states(lab)) == (422, ["voided"])


def test_too_little_stock_is_a_409_that_lists_what_is_short(lab):
    mug = lab.product(stock=1)
    answer = buy(lab, (mug, 2))

    assert answer.status_code == 409
    assert answer.json["type"].endswith(":out-of-stock")
    assert answer.json["shortages"][0]["available"] == 1
    assert "captured" not in paid_states(lab)


def test_currencies_are_not_mixed_in_one_order(lab):
    euro, dollar = lab.product(currency="EUR"), lab.product(currency="USD")
    answer = buy(lab, (euro, 1), (dollar, 1))

    assert answer.status_code == 422
    assert lab.available(euro) == 5


def test_a_declined_card_gives_the_stock_back(lab):
    mug = lab.product(stock=1)
    answer = buy(lab, (mug, 1), card_number=DECLINED)

    assert (answer.status_code, lab.available(mug)) == (402, 1)
    assert lab.samples("shop_checkouts_total", outcome="declined") == 1


def test_the_same_key_and_basket_get_the_same_answer_and_one_effect(lab):
    mug = lab.product(stock=5)
    first, again = (buy(lab, (mug, 1), key="key-1") for _ in range(2))

    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (lab.stock(mug), paid_states(lab)) == (4, ["captured"])


def test_a_refusal_is_repeated_too(lab):
    mug = lab.product(stock=0)
    first = buy(lab, (mug, 1), key="key-1")
    lab.post(f"/products/{mug}/restock")
    again = buy(lab, (mug, 1), key="key-1")

    assert (first.status_code, again.status_code) == (409, 409)
    assert again.json == first.json
    assert again.content_type == "application/problem+json"


def test_the_same_key_with_another_basket_is_a_422(lab):
    mug = lab.product(stock=5)
    buy(lab, (mug, 1), key="key-1")

    assert buy(lab, (mug, 2), key="key-1").status_code == 422
    assert lab.stock(mug) == 4


@pytest.mark.parametrize(
    ("failure", "status"), [(500, 502), (UNREACHABLE, 503), (TIMEOUT, 504)]
)
def test_a_failing_payment_fails_the_order_and_gives_all_back(lab, failure, status):
    mug = lab.product(stock=1)
    break_peer(lab, "payment", {"/payment": failure})
    answer = buy(lab, (mug, 1))

    assert (answer.status_code, lab.available(mug)) == (status, 1)
    assert paid_states(lab) == ["voided"]


def test_money_taken_by_a_payment_whose_answer_is_lost_is_refunded(lab):
    mug = lab.product(stock=1)
    break_peer(lab, "payment", {"/payment": TIMEOUT}, after=True)
    answer = buy(lab, (mug, 1))

    assert (answer.status_code, lab.available(mug)) == (504, 1)
    assert paid_states(lab) == ["refunded"]


def test_a_reservation_that_cannot_be_confirmed_is_refunded(lab):
    mug = lab.product(stock=1)
    break_peer(lab, "inventory", {"/confirm": 500})
    answer = buy(lab, (mug, 1))

    assert (answer.status_code, lab.available(mug)) == (502, 1)
    assert paid_states(lab) == ["refunded"]


def test_an_order_whose_last_answer_is_lost_still_completes(lab):
    mug = lab.product(stock=1)
    peer = break_peer(lab, "inventory", {"/confirm": TIMEOUT}, after=True)
    answer = buy(lab, (mug, 1), key="key-1")
    assert answer.status_code == 504

    peer.failures.clear()
    lab.clock.pass_s(10)
    undo_all(lab)
    again = buy(lab, (mug, 1), key="key-1")

    assert (again.status_code, again.json["state"]) == (200, "completed")
    assert (lab.stock(mug), paid_states(lab)) == (0, ["captured"])


def test_an_order_that_cannot_be_undone_now_is_undone_later(lab):
    mug = lab.product(stock=1)
    peer = break_peer(
        lab, "payment", {"/payment": TIMEOUT, "/refunds": 500}, after=True
    )
    peer.failures = {"/refunds": 500, "/payment": TIMEOUT}
    answer = buy(lab, (mug, 1), key="key-1")
    waiting = buy(lab, (mug, 1), key="key-1")

    peer.failures.clear()
    lab.clock.pass_s(10)
    undo_all(lab)
    final = buy(lab, (mug, 1), key="key-1")

    assert "undoing it goes on" in answer.json["detail"]
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (409, "1")
    assert (final.status_code, paid_states(lab)) == (503, ["refunded"])


def test_a_role_that_fails_order_and_undoing_alike_is_told_of_once(lab):
    mug = lab.product(stock=1)
    break_peer(lab, "payment", {"/payment": 500, "/refunds": 500})

    detail = buy(lab, (mug, 1)).json["detail"]

    assert detail.count("payment failed with status 500") == 1
    assert detail.endswith("undoing it goes on in the background")


def test_an_order_fails_when_it_is_answered_and_not_again_when_it_is_undone(lab):
    # While a role is away nothing can be undone, and the alert has to see it.
    mug = lab.product(stock=2)
    peer = break_peer(lab, "payment", {"/payment": UNREACHABLE, "/refunds": 500})
    buy(lab, (mug, 1), key="key-1")
    buy(lab, (mug, 1), key="key-2")

    while_away = lab.samples("shop_checkouts_total", outcome="failed")
    lab.clock.pass_s(10)
    undo_all(lab)
    peer.failures.clear()
    lab.clock.pass_s(200)
    undo_all(lab)

    assert (while_away, lab.available(mug)) == (2, 2)
    assert lab.samples("shop_checkouts_total", outcome="failed") == 2


def crash_after(lab, *, key, paid):
    """Leave an order as a worker that died halfway leaves it; return its product."""
    mug = lab.product(stock=1)
    with lab.shop.database.write() as connection:
        orders.open_order(
            connection,
            order_id="crashed-order-1",
            key=key,
            fingerprint="",
            lease_until_ms=lab.clock() + 90_000,
            now_ms=lab.clock(),
        )
    lines = [{"product_id": mug, "quantity": 1}]
    body = {"id": "crashed-order-1", "lines": lines}
    lab.shop.peers["inventory"].call("POST", "/internal/reservations", body)
    if paid:
        headers = {"Idempotency-Key": "crashed-order-1"}
        lab.shop.peers["payment"].call("POST", "/payment", {}, headers)
    return mug


@pytest.mark.parametrize(("paid", "state"), [(False, "voided"), (True, "refunded")])
def test_a_crashed_checkout_leaks_neither_stock_nor_money(lab, paid, state):
    mug = crash_after(lab, key="key-1", paid=paid)
    undo_all(lab)
    assert lab.available(mug) == 0, "its worker may still be alive"

    lab.clock.pass_s(90)
    undo_all(lab)

    assert (lab.available(mug), paid_states(lab)) == (1, [state])
    assert lab.samples("shop_checkouts_total", outcome="failed") == 1
    with lab.shop.database.read() as connection:
        assert orders.find_by_key(connection, "key-1").state == OrderState.FAILED


def test_a_worker_held_for_dead_does_not_answer_differently(lab):
    crash_after(lab, key="key-1", paid=True)
    lab.clock.pass_s(90)
    undo_all(lab)

    with lab.shop.database.write() as connection:
        late = orders.finish(
            connection, "crashed-order-1", OrderState.COMPLETED, 200, "{}"
        )
    assert not late
