def test_a_new_shop_has_no_items(lab):
    assert lab.get("/items").json == {"items": [], "next": None}


def test_an_added_item_is_listed_and_has_a_page(lab):
    answer = lab.post("/items", {"name": "demo", "description": "a first one"})

    assert answer.status_code == 201
    assert lab.get(answer.headers["Location"]).json == answer.json
    assert lab.get("/items").json["items"] == [answer.json]


def test_pages_follow_each_other_without_gap_or_repeat(lab):
    for number in range(5):
        lab.post("/items", {"name": f"item {number}"})

    names, path = [], "/items?limit=2"
    while path:
        page = lab.get(path).json
        names += [item["name"] for item in page["items"]]
        path = page["next"]
    assert names == [f"item {number}" for number in range(5)]


def test_an_unknown_item_is_a_404_that_says_what_to_do(lab):
    answer = lab.get("/items/7")

    assert answer.status_code == 404
    assert answer.json["detail"] == "there is no item 7; GET /items lists them"
