import pytest

from tests.unit.bootstrap.factories import a_machine
from tools.bootstrap.engine_choice import Action, decide, is_wsl, parse_os_release
from tools.bootstrap.errors import EngineError


def refusal(**machine):
    with pytest.raises(EngineError) as caught:
        decide(a_machine(**machine))
    return str(caught.value)


def test_root_on_debian_gets_an_engine_installed():
    assert decide(a_machine()) is Action.INSTALL_AND_START


def test_root_gets_an_installed_engine_started():
    assert decide(a_machine(dockerd=True)) is Action.START
    fedora = frozenset({"fedora"})
    assert decide(a_machine(dockerd=True, distribution=fedora)) is Action.START


def test_an_engine_that_the_user_named_is_never_replaced():
    said = refusal(chosen="tcp://10.0.0.5:2375", dockerd=True)

    assert said.startswith("no Docker engine answers at tcp://10.0.0.5:2375, which")
    assert "unset DOCKER_HOST" in said


@pytest.mark.parametrize(
    ("machine", "fix"),
    [
        ({"system": "Darwin"}, "Docker Desktop"),
        ({"wsl": True}, "WSL integration"),
        ({"root": False}, "apt-get install docker.io"),
        ({"root": False, "dockerd": True}, "usermod -aG docker"),
        ({"distribution": frozenset({"fedora"})}, "dnf install moby-engine"),
        ({"distribution": frozenset({"arch"})}, "docs.docker.com/engine/install"),
    ],
)
def test_every_platform_gets_its_own_advice(machine, fix):
    assert fix in refusal(**machine)


def test_a_derived_distribution_counts_as_what_it_is_like():
    text = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'

    assert a_machine(distribution=parse_os_release(text)).debian


def test_windows_is_seen_by_its_kernel():
    assert is_wsl({"release": "5.15.90.1-microsoft-standard-WSL2"})
    assert not is_wsl({"release": "6.1.0-18-amd64"})
