import pytest

from plugins.docker.container.table import CONTAINER
from plugins.docker.kinds import UNKNOWN
from plugins.docker.network.table import NETWORK
from tests.unit.plugins.factories import checked, failures


def test_good_inputs_have_no_failures() -> None:
    assert failures(CONTAINER, image="shop:1", memory=64) == {}


def test_all_failures_are_reported_together_with_their_paths() -> None:
    found = failures(
        CONTAINER,
        memory=-1,
        restart="sometimes",
        ports=[{"internal": 80}, {"external": 81}],
        mounts=[{"target": "/a", "type": "floppy"}],
        healthcheck={"interval": "soon"},
        envs="A=1",
    )
    assert set(found) == {
        "image",
        "memory",
        "restart",
        "ports[1].internal",
        "mounts[0].type",
        "healthcheck.interval",
        "envs",
    }


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"memory": -1}, "memory is -1; the least that Docker takes is 0"),
        ({"restart": "x"}, "restart: 'x' is none of no, on-failure, always, "),
        ({"cpus": "half"}, "cpus: 'half' is not of the form 0.5"),
        ({"tty": "yes"}, "tty has to be true or false, not a string"),
        ({"memory": 1.5}, "memory has to be a whole number, not a number"),
        ({"tmpfs": {"/tmp": 1}}, "tmpfs./tmp has to be a string, not a number"),
        ({"mounts": {}}, "mounts has to be a list, not a map"),
        ({"healthcheck": []}, "healthcheck has to be a map, not a list"),
    ],
)
def test_failure_says_what_is_wrong(inputs: dict[str, object], reason: str) -> None:
    (found,) = failures(CONTAINER, image="shop:1", **inputs).values()
    assert found.startswith(reason)


@pytest.mark.parametrize("name", ["attach", "logs"])
def test_what_only_false_is_implemented_for_is_refused_when_true(name: str) -> None:
    assert name in failures(CONTAINER, image="shop:1", **{name: True})
    assert failures(CONTAINER, image="shop:1", **{name: False}) == {}


def test_failure_never_shows_a_value_of_the_wrong_kind() -> None:
    (found,) = failures(CONTAINER, image="shop:1", envs="TOKEN=hunter2").values()
    assert "hunter2" not in found


def test_property_of_the_official_plugin_is_refused_by_name() -> None:
    found = failures(CONTAINER, image="shop:1", uploads=[])
    assert found == {
        "uploads": "this stand-in plugin does not implement Container.uploads: files "
        "are not copied into containers; mount a folder. Remove it, or install "
        "Pulumi's own docker plugin"
    }


def test_unknown_property_is_refused_with_the_known_ones() -> None:
    reason = failures(NETWORK, nmae="net")["nmae"]
    assert reason.startswith("Network has no property 'nmae'; known: attachable, ")


def test_nested_field_that_is_not_implemented_is_refused_by_name() -> None:
    found = failures(
        CONTAINER, image="a", networksAdvanced=[{"name": "n", "gwPriority": 1}]
    )
    assert "networksAdvanced[0].gwPriority" in found


def test_values_that_a_preview_cannot_know_pass() -> None:
    assert failures(CONTAINER, image=UNKNOWN, memory=UNKNOWN, mounts=UNKNOWN) == {}


def test_defaults_are_added_and_noted() -> None:
    inputs = checked(CONTAINER, image="shop:1", name="web").inputs
    assert inputs == {
        "image": "shop:1",
        "name": "web",
        "containerReadRefreshTimeoutMilliseconds": 15000,
        "mustRun": True,
        "networkMode": "bridge",
        "removeVolumes": True,
        "restart": "no",
        "start": True,
        "waitTimeout": 60,
        "__defaults": [
            "containerReadRefreshTimeoutMilliseconds",
            "mustRun",
            "networkMode",
            "removeVolumes",
            "restart",
            "start",
            "waitTimeout",
        ],
    }


def test_defaults_are_added_inside_of_lists() -> None:
    inputs = checked(CONTAINER, image="a", ports=[{"internal": 80}]).inputs
    assert inputs["ports"] == [
        {
            "internal": 80,
            "ip": "0.0.0.0",
            "protocol": "tcp",
            "__defaults": ["ip", "protocol"],
        }
    ]


def test_checked_inputs_stay_as_they_are_when_checked_again() -> None:
    once = checked(CONTAINER, image="a", name="n", ports=[{"internal": 80}]).inputs
    again = checked(CONTAINER, **once)  # type: ignore[arg-type]  # any input will do
    assert again.failures == []


def test_automatic_name_is_the_resources_with_seven_digits() -> None:
    name = checked(NETWORK).inputs["name"]
    assert isinstance(name, str)
    assert name.startswith("web-")
    assert len(name) == len("web-") + 7


def test_automatic_name_stays() -> None:
    previous = checked(NETWORK).inputs
    inputs = checked(NETWORK, previous={**previous, "name": "web-0123456"}).inputs
    assert inputs["name"] == "web-0123456"


def test_given_name_does_not_become_an_automatic_one() -> None:
    previous = checked(NETWORK, name="mine").inputs
    assert checked(NETWORK, previous=previous).inputs["name"] != "mine"
