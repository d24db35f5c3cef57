import re
from itertools import combinations

import pytest

from catalog.services import (
    SERVICES,
    SHOP_ROLES,
    Kind,
    service,
)

NAMES = {each.name for each in SERVICES}


@pytest.fixture(params=SERVICES, ids=lambda each: each.name)
def each(request):
    return request.param


def test_names_are_unique():
    assert len(NAMES) == len(SERVICES)


def test_name_is_one_that_dns_and_docker_accept(each):
    assert re.fullmatch(r"[a-z]([a-z-]*[a-z])?", each.name)


def test_callers_are_services(each):
    assert set(each.callers) <= NAMES


def test_who_has_metrics_is_called_by_prometheus(each):
    if each.metrics_path is not None and each.name != "prometheus":
        assert "prometheus" in each.callers


def test_user_is_not_root_nor_one_of_the_machine_s(each):
    assert each.uid >= 472


def test_users_differ_but_where_the_official_images_share_one():
    shared = {
        (one.name, other.name)
        for one, other in combinations(SERVICES, 2)
        if one.uid == other.uid
    }

    assert shared == {("prometheus", "alertmanager")}


def test_published_ports_do_not_collide():
    ports = [each.published_port for each in SERVICES if each.published_port]

    assert len(set(ports)) == len(ports)


def test_each_route_belongs_to_one_role():
    routes = [route for role in SHOP_ROLES for route in role.routes]

    assert len(set(routes)) == len(routes)
    assert all(re.fullmatch(r"/[a-z./]*", route) for route in routes)


def test_roles_are_the_shop(each):
    assert (each.kind is Kind.SHOP) == (each in SHOP_ROLES)


def test_metrics_are_scraped_where_the_service_answers_unless_it_says_otherwise():
    assert service("items").scrape_port == service("items").port
    assert service("gateway").scrape_port == 2019


def test_unknown_service_is_refused_with_the_known_ones():
    with pytest.raises(KeyError, match=r"no service 'shop' in the catalog; known: g"):
        service("shop")
