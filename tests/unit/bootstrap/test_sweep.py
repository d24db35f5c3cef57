import argparse
import os
import time
from dataclasses import dataclass, field

import pytest

from catalog.identity import LABEL_STACK
from tests.unit.bootstrap.factories import places_in
from tools.bootstrap.commands import sweep
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError


@dataclass
class FakeApi:
    """What an engine lists."""

    made: dict[str, list[tuple[str, object]]] = field(default_factory=dict)

    def _listed(self, kind, key):
        return [
            {"Labels": {LABEL_STACK: stack}, key: born}
            for stack, born in self.made.get(kind, ())
        ]

    def containers(self, all, filters):
        assert all
        return self._listed("container", "Created")

    def volumes(self, filters):
        return {"Volumes": self._listed("volume", "CreatedAt") or None}

    def networks(self, filters):
        return self._listed("network", "Created")


@dataclass
class FakeEngine:
    api: FakeApi


def births(tmp_path, **made):
    return [*sweep.births(FakeEngine(FakeApi(made)), places_in(tmp_path))]


def test_each_kind_of_thing_has_its_time_of_birth(tmp_path):
    found = births(
        tmp_path,
        container=[("pr-1", 1000)],
        volume=[("pr-1", "1970-01-01T00:00:20Z")],
        network=[("pr-2", "1970-01-01T00:00:30.123456789Z")],
    )

    assert found == [("pr-1", 1000.0), ("pr-1", 20.0), ("pr-2", 30.0)]


def test_a_time_of_another_zone_is_understood(tmp_path):
    born = "1970-01-01T02:00:10.5+02:00"

    assert births(tmp_path, volume=[("pr-1", born)]) == [("pr-1", 10.0)]


def test_a_stack_that_is_only_a_folder_is_found(tmp_path):
    folder = places_in(tmp_path).stack("pr-3")
    folder.mkdir(parents=True)
    os.utime(folder, (40, 40))

    assert births(tmp_path) == [("pr-3", 40)]


@pytest.fixture
def swept(monkeypatch, tmp_path, capsys):
    """Sweeps stacks of the given ages; returns the code, the destroyed, the words."""

    def act(*, ttl_h=72.0, fails=(), strange=(), **ages_h):
        where = places_in(tmp_path)
        for name in ages_h:
            if name not in strange:
                where.stack(name.replace("_", "-")).mkdir(parents=True)
        now_s = time.time()
        monkeypatch.setattr(sweep.time, "time", lambda: now_s)
        engine = FakeEngine(
            FakeApi(
                {
                    "container": [
                        (name.replace("_", "-"), now_s - age_h * 3600)
                        for name, age_h in ages_h.items()
                    ]
                }
            )
        )
        destroyed = []

        def destroy(context):
            assert context.arguments.yes
            if context.stack in fails:
                raise StateError("its passphrase is lost")
            destroyed.append(context.stack)
            return 0

        monkeypatch.setattr(sweep.engines, "required", lambda: engine)
        monkeypatch.setattr(sweep.destroy, "run", destroy)
        arguments = argparse.Namespace(stack="dev", plain=True, ttl_h=ttl_h)
        context = Context(arguments=arguments, where=where)
        return sweep.run(context), destroyed, capsys.readouterr().out

    return act


def test_what_is_too_old_goes_and_the_rest_stays(swept):
    code, destroyed, out = swept(pr_1=80, pr_2=10, dev=1000)

    assert (code, destroyed) == (0, ["pr-1"])
    assert "pr-2: 10.0 h of 72 h" in out
    assert "dev" not in out


def test_one_that_cannot_be_destroyed_stops_no_other(swept):
    code, destroyed, out = swept(pr_1=90, pr_2=80, fails=("pr-1",))

    assert (code, destroyed) == (1, ["pr-2"])
    assert "pr-1: its passphrase is lost" in out
    assert "1 of 2 stacks of pull requests are gone" in out


def test_what_another_home_has_made_is_left_alone(swept):
    code, destroyed, out = swept(pr_1=90, pr_2=80, strange=("pr_1",))

    assert (code, destroyed) == (0, ["pr-2"])
    assert "pr-1: left alone: its state is not in" in out
