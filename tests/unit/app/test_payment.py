from app.storage.tables import payments

CARD = "4242 4242 4242 4242"
DECLINED = "4000000000000002"


def pay(lab, key=None, **body):
    headers = {} if key is None else {"Idempotency-Key": key}
    return lab.post("/payment", body or None, headers=headers)


def refund(lab, key):
    return lab.shop.peers["payment"].call(
        "POST", "/internal/refunds", {"idempotency_key": key}
    )


def test_a_payment_without_a_body_takes_the_demo_amount(lab):
    answer = pay(lab)

    assert answer.status_code == 200
    assert (answer.json["amount_minor"], answer.json["state"]) == (1000, "captured")


def test_a_payment_can_be_looked_up(lab):
    paid = pay(lab, amount_minor=250, currency="USD").json

    assert lab.get(f"/payment/{paid['id']}").json == paid
    assert lab.get("/payment/nothing").status_code == 404


def test_a_repeated_key_pays_once_and_says_so(lab):
    first, again = (pay(lab, "key-1", amount_minor=250) for _ in range(2))

    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert lab.samples("shop_payments_total", outcome="captured") == 1


def test_a_repeated_key_with_another_amount_is_refused(lab):
    pay(lab, "key-1", amount_minor=250)

    assert pay(lab, "key-1", amount_minor=251).status_code == 422


def test_a_declined_card_is_a_402_each_time(lab):
    answers = [pay(lab, "key-1", card_number=DECLINED) for _ in range(2)]

    assert [a.status_code for a in answers] == [402, 402]
    assert "ending in 0002" in answers[0].json["detail"]
    assert lab.samples("shop_payments_total", outcome="declined") == 1


def test_four_digits_of_a_card_are_all_that_is_kept(lab):
    answer = pay(lab, card_number=CARD)
    with lab.shop.database.read() as connection:
        [row] = connection.execute(payments.select()).all()

    assert answer.json["card_last4"] == "4242"
    assert "42424242" not in repr(row) + answer.text


def test_a_refund_is_harmless_to_repeat(lab):
    pay(lab, "key-1")

    assert [refund(lab, "key-1").body["state"] for _ in range(2)] == ["refunded"] * 2
    assert lab.samples("shop_payments_total", outcome="refunded") == 1


def test_a_refund_that_overtakes_its_payment_stops_it(lab):
    assert refund(lab, "key-1").body["state"] == "voided"
    assert pay(lab, "key-1").status_code == 409


def test_nobody_outside_refunds_where_one_process_serves_all(lab):
    assert lab.post("/internal/refunds", {"idempotency_key": "k"}).status_code == 404
