import pytest
from flask import Response
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.samples import Exemplar

import catalog.metrics as names
from app.observability.metrics import ShopMetrics
from app.observability.recorder import Recorder

OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


def exposed(metrics):
    return {family.name: family for family in metrics.collect()}


def value(family, name, **labels):
    [sample] = [
        s
        for s in family.samples
        if s.name == name and labels.items() <= s.labels.items()
    ]
    return sample.value


def test_one_request_is_one_in_every_seed_metric(lab):
    lab.get("/items")
    counted = [
        lab.samples("app_requests_total", endpoint="/items", http_status="200"),
        lab.samples("http_requests_total", endpoint="/items", status="200"),
        lab.samples("app_request_latency_seconds_count", endpoint="/items"),
        lab.samples("http_request_duration_seconds_count", endpoint="/items"),
    ]

    assert counted == [1, 1, 1, 1]


@pytest.mark.parametrize("metric", names.SHOP_METRICS, ids=lambda m: m.name)
def test_every_metric_of_the_catalog_is_exposed_with_its_labels(lab, metric):
    mug = lab.product(stock=20, low_stock_threshold=20)
    lab.post(f"/products/{mug}/restock")
    lab.send("PATCH", f"/products/{mug}", json={"stock": 19})
    lab.post("/checkout")

    families = text_string_to_metric_families(
        lab.get("/metrics", headers=OPENMETRICS).text
    )
    [family] = [f for f in families if f.name == metric.name.removesuffix("_total")]
    assert family.type == metric.kind.value
    assert family.documentation == metric.help
    labels = set(family.samples[0].labels) - {"le"}
    assert labels == set(metric.labels)


def test_routes_are_labels_and_paths_are_not(lab):
    for product_id in (1, 2, 3):
        lab.get(f"/products/{product_id}")
    for path in ("/a", "/b?c=d", "/items/x"):
        lab.get(path)

    page = lab.get("/metrics").text
    assert lab.samples("app_requests_total", endpoint="/products/<int:product_id>") == 3
    assert lab.samples("app_requests_total", endpoint=names.UNMATCHED_ENDPOINT) == 3
    assert 'endpoint="/a"' not in page


def test_odd_methods_are_one_label(lab):
    for method in ("BREW", "PROPFIND"):
        lab.send(method, "/items")

    assert lab.samples("app_requests_total", method="_OTHER") == 2


def test_a_checkout_counts_its_own_request_and_those_it_makes(lab):
    lab.product()
    lab.post("/checkout")

    assert lab.samples("app_requests_total", endpoint="/checkout") == 1
    assert lab.samples("app_requests_total", endpoint="/payment") == 1


def test_an_unexpected_exception_is_one_request_with_status_500(lab):
    def fail(**_):
        raise RuntimeError

    lab.app.view_functions["items.list_items"] = fail
    lab.get("/items")

    assert lab.samples("app_requests_total", endpoint="/items") == 1
    assert lab.samples("app_requests_total", endpoint="/items", http_status="500") == 1


def test_a_streamed_answer_counts_once_when_it_has_been_sent(lab):
    lab.app.add_url_rule(
        "/stream", view_func=lambda: Response(iter([b"a", b"b", b"c"]))
    )
    answer = lab.client.get("/stream")
    assert lab.samples("app_requests_total", endpoint="/stream") == 0

    assert answer.data == b"abc"
    answer.close()
    answer.close()
    assert lab.samples("app_requests_total", endpoint="/stream") == 1


def wsgi(app, *, metrics):
    """Call *app* below a recorder, as a server does; return the answer unread."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    return Recorder(app, metrics=metrics)(environ, lambda *_: lambda _: None)


def test_a_client_that_hangs_up_is_counted_once():
    def body():
        yield b"one"
        yield b"two"

    def app(_environ, start_response):
        start_response("200 OK", [])
        return body()

    metrics = ShopMetrics()
    answer = wsgi(app, metrics=metrics)
    next(iter(answer))
    answer.close()

    family = exposed(metrics)["http_requests"]
    assert value(family, "http_requests_total", status="200") == 1


def test_an_application_that_raises_is_counted_as_500():
    def app(_environ, _start_response):
        raise SystemExit

    metrics = ShopMetrics()
    with pytest.raises(SystemExit):
        wsgi(app, metrics=metrics)

    family = exposed(metrics)["http_requests"]
    assert value(family, "http_requests_total", status="500") == 1


def make_metrics():
    metrics = ShopMetrics()
    metrics.request("GET", "/items", "200", 0.004, None)
    metrics.request("GET", "/items", "500", 0.2, {"trace_id": "a" * 32})
    metrics.request("POST", "/items", "201", 20.0, {"trace_id": "b" * 32})
    return metrics


def test_histograms_add_up_what_the_counters_tell_apart():
    families = exposed(make_metrics())
    latency = families["app_request_latency_seconds"]
    duration = families["http_request_duration_seconds"]

    assert value(latency, "app_request_latency_seconds_count", endpoint="/items") == 3
    assert value(latency, "app_request_latency_seconds_sum") == pytest.approx(20.204)
    assert value(latency, "app_request_latency_seconds_bucket", le="0.25") == 2
    assert value(duration, "http_request_duration_seconds_count", method="GET") == 2


def test_an_exemplar_is_in_its_bucket():
    latency = exposed(make_metrics())["app_request_latency_seconds"]
    exemplars = {
        s.labels["le"]: s.exemplar.labels for s in latency.samples if s.exemplar
    }

    assert exemplars == {"0.25": {"trace_id": "a" * 32}, "+Inf": {"trace_id": "b" * 32}}


def test_the_newest_of_two_exemplars_is_shown():
    metrics = ShopMetrics()
    metrics.request("GET", "/items", "200", 0.2, {"trace_id": "old"})
    metrics.request("GET", "/items", "500", 0.2, {"trace_id": "new"})

    latency = exposed(metrics)["app_request_latency_seconds"]
    [exemplar] = [s.exemplar for s in latency.samples if s.exemplar]
    assert isinstance(exemplar, Exemplar)
    assert exemplar.labels == {"trace_id": "new"}


def test_the_page_is_text_or_openmetrics_as_asked(lab):
    plain = lab.get("/metrics")
    modern = lab.get("/metrics", headers=OPENMETRICS)

    assert plain.content_type.startswith("text/plain")
    assert modern.content_type.startswith("application/openmetrics-text")
    assert modern.text.endswith("# EOF\n")


def test_stock_is_read_when_it_is_scraped(lab):
    mug = lab.product(name="Mug", stock=5)
    lab.send("PATCH", f"/products/{mug}", json={"stock": 4})

    assert (
        lab.samples("product_stock_level", product_id=str(mug), product_name="Mug") == 4
    )


def test_the_threshold_of_low_stock_is_shown_beside_the_stock(lab):
    mug = lab.product(name="Mug", stock=5, low_stock_threshold=3)

    found = lab.samples(
        "product_low_stock_threshold", product_id=str(mug), product_name="Mug"
    )
    assert found == 3


def test_a_deleted_product_has_no_stock_level(lab):
    mug = lab.product()
    lab.send("DELETE", f"/products/{mug}")

    assert "product_stock_level{" not in lab.get("/metrics").text


def test_products_beyond_the_limit_are_one_series(lab, monkeypatch):
    monkeypatch.setattr(names, "PRODUCT_LABEL_LIMIT", 2)
    for stock in (1, 2, 3, 4):
        product_id = lab.product(stock=stock)
        lab.post(f"/products/{product_id}/restock", {"quantity": 1})

    assert lab.samples("product_stock_level", product_id=names.OTHER_PRODUCTS) == 9
    assert lab.samples("product_stock_level") == 14
    restocks = [
        lab.samples("restock_operations_total", product_id=label)
        for label in ("1", "2", names.OTHER_PRODUCTS)
    ]
    assert restocks == [1, 1, 2]


def test_a_product_name_with_quotes_and_breaks_does_not_break_the_page(lab):
    lab.product(name='A "mug" \\ of ü')

    assert lab.samples("product_stock_level", product_name='A "mug" \\ of ü') == 5


def test_only_the_products_role_reports_stock(labs):
    assert "product_stock_level" not in labs(roles=("inventory",)).get("/metrics").text
