"""Policies decide without what the preview cannot know."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from policies.catalogue import POLICIES
from policies.judge import Judge
from policies.model import UNKNOWN, ResourcePolicy, Stack
from policies.monitoring import jobs
from policies.reading import known
from tests.unit.policies.factories import container, files, stack, volume

ROOT = Path(__file__).parents[3]


class NotYetError(Exception):
    """Stands for Pulumi's own."""


class Proxy(Mapping):
    def __init__(self, content, hidden):
        self.content, self.hidden = content, hidden

    def __getitem__(self, key):
        if key in self.hidden:
            raise NotYetError
        return self.content[key]

    def __iter__(self):
        return iter(self.content)

    def __len__(self):
        return len(self.content)


class ProxyList(Sequence):
    def __getitem__(self, key):
        if key == 1:
            raise NotYetError
        return "a"

    def __len__(self):
        return 2


def test_what_is_not_known_yet_is_marked_and_the_rest_kept():
    found = known(Proxy({"a": 1, "b": ProxyList(), "c": 2}, {"c"}), NotYetError)

    assert found == {"a": 1, "b": ["a", UNKNOWN], "c": UNKNOWN}


RESOURCES = (container(), volume())


@pytest.mark.parametrize(
    ("resource", "key"),
    [(resource, key) for resource in RESOURCES for key in resource.inputs],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_policy_stumbles_over_an_unknown_input(resource, key):
    resource = type(resource)(
        type=resource.type,
        name=resource.name,
        inputs={**resource.inputs, key: UNKNOWN},
        protected=resource.protected,
    )
    judge = Judge(stack="staging", today=date(2026, 1, 1))

    for policy in POLICIES:
        list(judge.findings(policy, stack(resource)))


def test_every_policy_says_what_it_is_about():
    for policy in POLICIES:
        assert policy.description.endswith(".")
        if isinstance(policy, ResourcePolicy):
            assert policy.types


def test_no_module_hides_one_of_python_s():
    # Pulumi puts the pack's own folder first where modules are looked for.
    names = {path.stem for path in (ROOT / "policies").glob("*.py")}

    assert names & set(sys.stdlib_module_names) == set()


def test_a_team_s_own_services_are_scraped_under_their_labels():
    own = {
        "job_name": "own",
        "static_configs": [{"targets": ["a:1"], "labels": {"job": "greeter"}}],
    }
    config = yaml.safe_dump({"scrape_configs": [own, {"job_name": "items"}]})
    watched = files("prometheus-config", **{"prometheus.yml": config})

    assert jobs(Stack(name="dev", resources=[watched])) == {"own", "greeter", "items"}
