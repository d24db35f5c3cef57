import re

import pytest

from app.roles import apis_of, operations_of
from app.settings import ROLES

BUILT_IN = {"HEAD", "OPTIONS"}


def test_the_root_says_what_runs_here(lab):
    info = lab.get("/").json

    assert info["roles"] == list(ROLES)
    assert "/products/{product_id}" in info["endpoints"]


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
def test_a_healthy_process_says_so(lab, path):
    assert lab.get(path).json["status"] == "ok"


def test_readiness_fails_with_the_reason_while_the_database_does(lab, tmp_path):
    [path] = tmp_path.glob("shop-*.db")
    lab.shop.database.close()
    for file in tmp_path.glob("shop-*"):
        file.unlink()
    path.mkdir()

    ready = lab.get("/health/ready")
    assert ready.status_code == 503
    assert "OperationalError" in ready.json["detail"]
    assert lab.get("/health").json["status"] == "degraded"
    assert lab.get("/health/live").status_code == 200
    assert lab.get("/metrics").status_code == 200


def test_one_role_serves_its_own_paths_alone(labs):
    lab = labs(roles=("payment",))

    assert lab.post("/payment").status_code == 200
    assert lab.get("/items").status_code == 404
    assert lab.get("/health/ready").status_code == 200


def routes(lab):
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in lab.app.url_map.iter_rules()
        for method in rule.methods - BUILT_IN
        if not rule.rule.startswith("/internal/")
    }


def test_the_openapi_document_names_every_route_and_no_other(lab):
    document = lab.get("/openapi.json").json
    described = {
        (path, method.upper())
        for path, methods in document["paths"].items()
        for method in methods
    }

    assert described == routes(lab)
    assert document["openapi"] == "3.1.0"


def test_every_reference_in_the_openapi_document_leads_somewhere(lab):
    answer = lab.get("/openapi.json")
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', answer.text))

    assert used <= set(answer.json["components"]["schemas"])


def test_what_the_shop_answers_is_what_the_document_promises(lab):
    document = lab.get("/openapi.json").json
    schemas = document["components"]["schemas"]
    product_id = lab.product()
    calls = [
        ("get", "/items", {}),
        ("get", "/products/{product_id}", {}),
        ("get", "/inventory/{product_id}", {}),
        ("post", "/payment", {}),
        ("post", "/checkout", {}),
        ("get", "/health/ready", {}),
        ("get", "/", {}),
    ]
    for method, path, _ in calls:
        answer = lab.send(method.upper(), path.replace("{product_id}", str(product_id)))
        promised = document["paths"][path][method]["responses"][str(answer.status_code)]
        name = promised["content"]["application/json"]["schema"]["$ref"]
        properties = schemas[name.rsplit("/", 1)[1]]["properties"]
        assert answer.json.keys() == properties.keys()


def test_every_operation_has_a_name_of_its_own():
    names = [operation.name for operation in operations_of(ROLES)]

    assert len(names) == len(set(names))


def test_every_role_of_the_catalog_has_an_api():
    assert [api.role for api in apis_of(ROLES)][2:] == list(ROLES)
