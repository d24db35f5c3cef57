import pytest

from plugins.docker.configuration import address, default_host, mistakes
from plugins.docker.errors import BadConfiguration


def test_given_host_wins_over_the_environment() -> None:
    environment = {"DOCKER_HOST": "tcp://elsewhere:2375"}
    assert address({"host": "ssh://me@there"}, environment).host == "ssh://me@there"


def test_environment_wins_over_the_default() -> None:
    assert address({}, {"DOCKER_HOST": "tcp://a:1"}).host == "tcp://a:1"


def test_default_is_a_socket_of_this_machine() -> None:
    assert address({}, {}).host == default_host()


def test_certificates_are_for_the_network_only() -> None:
    given = {"certPath": "/certificates"}
    assert address({**given, "host": "tcp://a:1"}, {}).certificates == "/certificates"
    assert address({**given, "host": "unix:///a"}, {}).certificates == ""


def test_secrets_and_everything_unknown_are_refused_by_key() -> None:
    found = mistakes({"registryAuth": "[]", "keyMaterial": "x", "hots": "y"})
    assert set(found) == {"registryAuth", "keyMaterial", "hots"}
    assert "stored in plain text" in found["keyMaterial"]


def test_host_without_a_scheme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadConfiguration, match="it has to start with one of unix://"):
        address({"host": "localhost:2375"}, {})
