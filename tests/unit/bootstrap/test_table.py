import pytest

from infra.specs.settings import parse
from tests.unit.bootstrap.factories import a_container
from tools.bootstrap.table import password_hint, previews_hint, render, rows, state_of


def of(service, **changes):
    return a_container(service=service, stack="dev", **changes)


def test_published_services_come_first_with_their_urls():
    found = rows(parse("dev", {}), [of("items"), of("gateway")], {})

    assert found[0] == ("gateway", "http://127.0.0.1:8080", "healthy")
    assert found[-1] == ("items", "", "healthy")


def test_a_service_without_image_is_said_to_be_left_out():
    found = rows(parse("dev", {}), [of("gateway")], {"grafana": "no registry"})

    assert ("grafana", "", "left out: no image") in found


def test_a_service_that_is_turned_off_is_not_shown():
    found = rows(parse("dev", {"grafana": "off"}), [of("gateway")], {})

    assert "grafana" not in {service for service, _, _ in found}


def test_previews_are_shown_with_the_address_that_grafana_would_have():
    containers = [of("items"), of("previews"), of("gateway")]
    found = rows(parse("dev", {"grafanaPort": "3999"}), containers, {})

    assert found[-2:] == [
        ("previews", "http://127.0.0.1:3999", "healthy"),
        ("items", "", "healthy"),
    ]


@pytest.mark.parametrize(
    ("status", "state", "shown"),
    [
        ("Up 3 minutes (healthy)", "running", "healthy"),
        ("Up 3 minutes (unhealthy)", "running", "unhealthy"),
        ("Up 1 second (health: starting)", "running", "starting"),
        ("Exited (1) 2 hours ago", "exited", "exited"),
    ],
)
def test_the_state_is_one_word(status, state, shown):
    assert state_of(a_container(status=status, state=state)) == shown


def test_columns_are_aligned():
    lines = render([("a", "http://x", "healthy"), ("longer", "", "absent")])

    assert lines.splitlines() == [
        "SERVICE  URL       STATE",
        "a        http://x  healthy",
        "longer             absent",
    ]


def test_previews_are_said_to_be_on_grafana_s_port():
    assert previews_hint(parse("dev", {})).endswith(" http://127.0.0.1:3000")


def test_the_password_is_never_shown_but_how_to_reveal_it():
    assert password_hint("blue").endswith(
        "make secret NAME=grafana-admin-password STACK=blue"
    )
    assert password_hint("dev").endswith("NAME=grafana-admin-password")
