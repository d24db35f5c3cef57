import pytest

from tests.unit.bootstrap.factories import a_pulumi
from tools.bootstrap.errors import PulumiError
from tools.bootstrap.pulumi_choice import Origin, choose, parse_version


def chosen(found=None, *, cached=False, network=False, go=None):
    return choose(found, cached=cached, network=lambda: network, go=lambda: go)


@pytest.mark.parametrize(
    ("situation", "origin"),
    [
        ({"found": a_pulumi(), "cached": True}, Origin.PATH),
        ({"found": a_pulumi(version=(3, 200, 0))}, Origin.PATH),
        ({"cached": True, "network": True}, Origin.CACHE),
        ({"network": True, "go": (1, 26, 0)}, Origin.INSTALLER),
        ({"go": (1, 26, 0)}, Origin.GO),
        ({"found": a_pulumi(version=(3, 199, 9)), "cached": True}, Origin.CACHE),
        ({"found": a_pulumi(host=False), "network": True}, Origin.INSTALLER),
    ],
)
def test_the_nearest_pulumi_that_will_do_is_used(situation, origin):
    assert chosen(**situation).origin is origin


def test_the_network_is_not_asked_when_pulumi_is_there():
    def fail():
        raise AssertionError("asked")

    assert choose(a_pulumi(), cached=False, network=fail, go=fail)
    assert choose(None, cached=True, network=fail, go=fail)


def test_an_old_pulumi_is_passed_over_with_found_needed_and_fix():
    choice = chosen(a_pulumi(version=(3, 56, 0)), cached=True)

    assert choice.note == (
        "/opt/pulumi/pulumi is 3.56.0, needed is 3.200.0 or newer; upgrade it, or"
        " remove it from PATH"
    )


def test_a_pulumi_without_language_host_is_passed_over():
    assert "no pulumi-language-python" in chosen(a_pulumi(host=False), cached=True).note


def test_without_any_way_to_get_it_the_message_says_what_to_install():
    with pytest.raises(PulumiError) as caught:
        chosen(go=(1, 19, 0))

    assert str(caught.value) == (
        "Pulumi 3.200.0 or newer is needed and not on PATH; https://get.pulumi.com does"
        " not answer, and building it takes Go 1.26 (Go 1.19.0 is on PATH). Install"
        " Pulumi (https://www.pulumi.com/docs/install), or Go (https://go.dev/dl)"
    )


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v3.200.0\n", (3, 200, 0)),
        ("go1.26", (1, 26, 0)),
        ("v20.20.2", (20, 20, 2)),
        ("devel", None),
        ("", None),
    ],
)
def test_versions_are_read_as_programs_say_them(text, version):
    assert parse_version(text) == version
