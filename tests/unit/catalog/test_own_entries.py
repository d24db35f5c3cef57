from pathlib import Path

import pytest

from catalog.own import OwnVolume
from catalog.own_entries import OwnServiceError, parse_all, refuse_clashes
from catalog.own_services import load
from catalog.red import SHOP_RED
from catalog.services import BUILT_IN, Kind

GREETER = Path(__file__).parents[2] / "fixtures" / "greeter.toml"
LEAST = 'description = "Says hello"\nowner = "greetings"\nport = 5000\n'
IMAGE = 'image = "greeter:1.2"\n'


def entry(more="", *, least=LEAST + IMAGE):
    [own] = parse_all({"greeter": least + more})
    return own


def mistakes(text, name="greeter"):
    with pytest.raises(OwnServiceError) as caught:
        parse_all({name: text})
    return str(caught.value).splitlines()


def test_least_entry_runs_probed_by_default_and_has_no_metrics():
    own = entry()

    assert (own.service.kind, own.image, own.red) == (Kind.OWN, "greeter:1.2", None)
    assert own.service.metrics_path is None
    assert own.service.callers == ("prometheus", "blackbox")
    assert own.service.health_path == "/health"


def test_metrics_without_names_are_the_shop_s():
    own = entry("[metrics]\n")

    assert own.red == SHOP_RED
    assert own.service.metrics_path == "/metrics"


def test_metrics_may_have_names_of_their_own():
    [own] = parse_all({"greeter": GREETER.read_text()})

    assert own.red.requests == "greeter_http_requests_total"
    assert own.red.endpoint_label == "route"
    assert own.red.ignored == "/stats|/alive"
    assert own.objective.latency_s == 0.25
    assert dict(own.build_args) == {"BASE": "pharos-test-greeter:base"}


def test_user_follows_from_the_name_so_that_another_entry_does_not_change_it():
    alone = entry().service.uid
    pair = parse_all({"another": LEAST + IMAGE, "greeter": LEAST + IMAGE})

    assert [own.service.uid for own in pair if own.name == "greeter"] == [alone]
    assert 20_000 <= alone < 60_000


def test_volumes_follow_their_tables():
    own = entry('[[volumes]]\nname = "notes"\npath = "/notes"\n')

    assert own.volumes == (OwnVolume(name="notes", path="/notes"),)


def test_all_mistakes_are_told_together_with_file_key_value_and_fix():
    text = 'owner = "Greetings"\nport = 0\nimgae = "x"\n[objective]\nlatency = 95\n'

    found = "\n".join(mistakes(text))

    assert found.count("services/greeter.toml: ") == 6
    assert "description is missing; add it" in found
    assert "give image or build, one of the two" in found
    assert "imgae is not known; use one of description, owner" in found
    assert "port: 0 cannot be used; use a number from 1 to 65535" in found
    assert "objective.latency: 95 cannot be used" in found


def test_text_that_is_no_toml_is_refused():
    assert "services/greeter.toml is not TOML" in mistakes("port: 5000")[0]


@pytest.mark.parametrize(
    "more",
    [
        '[metrics]\nrequests = "greeter_requests_total"\n',
        '[metrics]\nstatus_label = "code"\n',
    ],
)
def test_half_of_the_metrics_names_is_refused(more):
    [found] = mistakes(LEAST + IMAGE + more)

    assert "give requests and latency, or neither" in found


@pytest.mark.parametrize("build", ["/etc", "../elsewhere", "a/../../b"])
def test_build_folder_stays_below_the_checkout(build):
    [found] = mistakes(LEAST + f'build = "{build}"\n')

    assert "use a folder below the checkout" in found


def test_name_has_to_be_one_that_dns_accepts():
    assert "'Greeter' is no name" in mistakes(LEAST + IMAGE, name="Greeter")[0]


@pytest.mark.parametrize(
    ("name", "more", "problem"),
    [
        ("items", "", "the name 'items' is taken"),
        ("external", "", "the name 'external' is taken"),
        ("greeter", "published_port = 9090\n", "published_port 9090 is that of prom"),
        ("greeter", "uid = 10001\n", "uid 10001 is that of items"),
        ("greeter", 'routes = ["/products"]\n', "the route /products is that of"),
        ("greeter", 'callers = ["nobody"]\n', "no service 'nobody' could call it"),
    ],
)
def test_what_is_taken_already_is_refused(name, more, problem):
    own = parse_all({name: LEAST + IMAGE + more})

    with pytest.raises(OwnServiceError, match=problem):
        refuse_clashes(BUILT_IN, own)


def test_own_services_may_call_one_another():
    both = parse_all(
        {"caller": LEAST + IMAGE, "greeter": LEAST + IMAGE + 'callers = ["caller"]\n'}
    )

    refuse_clashes(BUILT_IN, both)


def test_folder_that_is_not_there_means_no_services(tmp_path):
    assert load(tmp_path / "none") == ()
