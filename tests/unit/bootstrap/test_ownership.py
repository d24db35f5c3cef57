from pathlib import Path

import pytest

from tests.unit.bootstrap.factories import a_checkpoint, places_in
from tools.bootstrap import ownership, stack_settings
from tools.bootstrap.backend import checkpoint_file, parse_checkpoint
from tools.bootstrap.endpoint import Endpoint
from tools.bootstrap.engine import Engine

URN = "urn:pulumi:dev::pharos::pulumi:pulumi:Stack::pharos-dev"
CONTAINER = "docker:index/container:Container"


class Listing:
    """An engine's lists, with a volume and maybe a container of stack dev."""

    def __init__(self, *, home=None):
        self._home = home

    def containers(self, all, filters):
        if self._home is None:
            return []
        source = f"{self._home}/stacks/dev/files/prometheus/..data"
        mounts = [
            {"Type": "volume", "Source": "/var/lib/docker/volumes/x"},
            {"Type": "bind", "Source": source},
        ]
        names = ["/pharos-dev-prometheus"]
        return [{"Id": "1", "Names": names, "Mounts": mounts, "Labels": {}}]

    def volumes(self, filters):
        return {"Volumes": [{"Name": "pharos-dev-prometheus"}]}

    def networks(self, filters):
        return []


def an_engine(**of_listing):
    endpoint = Endpoint(url="unix:///x", source="test", chosen=True)
    return Engine(api=Listing(**of_listing), endpoint=endpoint)


@pytest.fixture
def where(tmp_path, monkeypatch):
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    where = places_in(tmp_path)
    where.settings("dev").write_text("config: {}\n")
    return where


def problems(where, engine):
    return ownership.problems(where, stack_settings.read(where, "dev"), engine)


def keep_state(where, **content):
    state = checkpoint_file(where.backend / ".pulumi", "dev")
    state.parent.mkdir(parents=True)
    state.write_text(a_checkpoint(**content))


def test_a_stack_of_another_home_is_refused_with_what_whose_and_how_to_go_on(where):
    [said] = problems(where, an_engine(home="/srv/first"))

    assert said.startswith(
        "stack 'dev' is on this engine already (1 container, 1 volume, such as"
        f" pharos-dev-prometheus), but the state in file://{where.backend} knows"
        " nothing of it. It was made from PHAROS_HOME=/srv/first: set that to go on"
    )
    assert "make restore FILE=…" in said
    assert "docker volume ls -q --filter label=pharos.stack=dev" in said


def test_volumes_alone_do_not_tell_whose_they_are(where):
    [said] = problems(where, an_engine())

    assert (
        "Go on with the PHAROS_HOME or pharos:backendUrl that it was made with" in said
    )


@pytest.mark.parametrize(
    "content",
    [
        {"resources": [URN]},
        {"pending": [("creating", URN, CONTAINER, {"name": "x"})]},
    ],
)
def test_what_this_home_has_begun_is_its_own(where, content):
    keep_state(where, **content)

    assert problems(where, an_engine(home=where.home)) == []


def test_a_state_that_was_only_opened_knows_nothing(where):
    keep_state(where)

    assert len(problems(where, an_engine())) == 1


def test_without_an_engine_nothing_is_said(where):
    assert problems(where, None) == []


def test_an_update_that_never_began_is_told_from_one_that_was_cut_off():
    assert not ownership.knows_something(None)
    assert not ownership.knows_something(parse_checkpoint(a_checkpoint()))


def test_the_home_is_read_from_what_containers_mount():
    binds = [
        "/sys/fs/cgroup",
        "/a b/stacks/dev/files/x/..data",
        "/c/stacks/blue/files/y",
    ]

    assert ownership.made_from("dev", binds) == Path("/a b")
    assert ownership.made_from("blue", binds) == Path("/c")
    assert ownership.made_from("other", binds) is None
