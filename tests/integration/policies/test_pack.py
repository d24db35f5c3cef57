"""The pack in Pulumi's own engine: previews of programs, good and bad."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policies.catalogue import POLICIES
from policies.exemptions import POLICY as EXEMPTIONS
from policies.judge import Judge
from policies.model import Stack
from tests.unit.policies.factories import (
    ALERT,
    BURN,
    SHOWN,
    alertmanager_config,
    container,
    dashboards,
    monitoring,
    prometheus,
    volume,
)
from tests.unit.policies.refused import REFUSED, REFUSED_STACKS
from tests.unit.policies.signed import a_key, released
from tests.unit.policies.test_policies import BY_NAME
from tools.gate.model import State
from tools.gate.preview import DOCUMENT, PLAN

ROOT = Path(__file__).parents[3]
_RECEIVER = "receivers: [{name: team, slack_configs: [{api_url_file: /run/s/x}]}]"
# The stack policies look for these by name.
_FIXED = {
    "prometheus",
    "alertmanager-config",
    "prometheus-config",
    "grafana-dashboards",
}
# Days break these, not programs.
_BY_DAY = {"exceptions-current", EXEMPTIONS}
# And this by who has signed it; tested at the end.
_BY_KEY = {"release-signed"}
# Nothing scrapes items, shows it or promises anything of it, and there is no runbook.
_UNWATCHED = monitoring(jobs=["payment"], rules=[ALERT, BURN], runbooks=[])
# These look at the stack as a whole.
_OF_THE_STACK = {name for name, *_ in REFUSED_STACKS}
_EXPIRED = """
[[exemption]]
policy = "health-check"
stack = "test"
resource = "importer"
reason = "It was to be for a day."
until = 2020-01-01
"""


def named(policy, resource):
    if resource.name in _FIXED:
        return resource
    # The plugin wants different things to have different names.
    inputs = {**resource.inputs, "name": f"{policy}-{resource.name}"}
    return replace(resource, name=f"{policy}-{resource.name}", inputs=inputs)


def one_per_policy():
    first = {}
    for policy, resource, _ in REFUSED:
        first.setdefault(policy, resource)
    return {policy: named(policy, resource) for policy, resource in first.items()}


def everything_bad():
    return [*one_per_policy().values(), _UNWATCHED]


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """The sources of the pack, with an exception and an exemption that have ended."""
    copy = tmp_path_factory.mktemp("past")
    for folder in ("policies", "catalog", "services"):
        shutil.copytree(ROOT / folder, copy / folder)
    exceptions = copy / "catalog" / "exceptions.py"
    text = exceptions.read_text()
    assert "until=date(2027, 6, 30)" in text
    exceptions.write_text(text.replace("date(2027, 6, 30)", "date(2020, 1, 1)"))
    (copy / "policies" / "exemptions.toml").write_text(_EXPIRED)
    return copy


@pytest.fixture(scope="module")
def refusals(shared, past):
    """What one preview says of a program that breaks every policy."""
    shared.use_program()
    shared.use_pack(past / "policies")
    result = shared.preview(*everything_bad(), PYTHONPATH=str(past))
    assert result.state is State.FAILED, result.output
    return result.output


@pytest.mark.parametrize("policy", sorted({*one_per_policy(), *_OF_THE_STACK}))
def test_broken_policy_is_refused_with_resource_rule_and_fix(refusals, policy):
    bad = one_per_policy()
    judge = Judge(stack="test", today=date(2026, 1, 1))
    resources = [bad[policy]] if policy in bad else everything_bad()
    stack = Stack(name="test", resources=resources)

    expected = [
        f"refused by policy {policy}: {BY_NAME[policy].description}"
        f" {finding.resource}: {finding.message}"
        for finding in judge.findings(BY_NAME[policy], stack)
    ]

    assert expected
    for line in expected:
        assert line in refusals


def test_exception_that_has_ended_is_refused(refusals):
    assert (
        "refused by policy exceptions-current: No named exception has run" in refusals
    )
    assert "gateway: its exception ended on 2020-01-01; remove it from" in refusals


def test_exemption_that_has_ended_is_refused(refusals):
    assert (
        "refused by policy exemptions-current: No exemption has run out. exemptions:"
        " importer is no longer exempt from health-check since 2020-01-01"
        " (It was to be for a day.); mend it, or decide anew in" in refusals
    )


def test_every_policy_is_broken_here():
    tested = {*one_per_policy(), *_OF_THE_STACK, *_BY_DAY, *_BY_KEY}

    assert tested == {*BY_NAME, EXEMPTIONS}
    assert len(POLICIES) == len(BY_NAME)


def test_good_program_is_passed_with_its_plan_kept(engine_run):
    good = [
        named("good", container()),
        prometheus(),
        named("good", volume()),
        alertmanager_config(_RECEIVER),
        monitoring(),
        dashboards(SHOWN),
    ]

    result = engine_run.preview(*good)

    assert result.state is State.PASSED, result.output
    assert result.said == "7 create"
    assert "prometheus" in result.output
    document = json.loads(engine_run.file(DOCUMENT).read_text())
    assert {step["op"] for step in document["steps"]} == {"create"}
    planned = json.loads(engine_run.file(PLAN).read_text())
    assert len(planned["resourcePlans"]) > len(good)


@pytest.fixture
def trusting(engine_run, tmp_path):
    """The engine while the stack trusts a key; a release of it belongs into a file."""
    a_key(tmp_path)
    settings = {"releaseKey": "release.pub", "release": "dist/release.dsse.json"}
    for key, path in settings.items():
        engine_run.stack.run("config", "set", f"pharos:{key}", str(tmp_path / path))
    yield engine_run
    for key in settings:
        engine_run.stack.run("config", "rm", f"pharos:{key}")


def test_stack_that_trusts_a_key_takes_only_what_it_has_signed(trusting, tmp_path):
    ours = named("good", container())
    other = named("bad", container(image="sha256:" + 64 * "b"))

    unsigned = trusting.preview(ours)
    released(tmp_path, tmp_path / "release.pem")
    mixed = trusting.preview(ours, other)

    assert unsigned.state is State.FAILED, unsigned.output
    assert refused_for_its_signature(unsigned.output) == {"release"}
    assert mixed.state is State.FAILED, mixed.output
    assert refused_for_its_signature(mixed.output) == {other.name}


def refused_for_its_signature(said):
    rule = re.escape(BY_NAME["release-signed"].description)
    return set(re.findall(rf"refused by policy release-signed: {rule} (\S+):", said))
