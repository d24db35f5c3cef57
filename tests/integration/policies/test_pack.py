"""The pack in Pulumi's own engine: previews of programs, good and bad."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from policies.catalogue import POLICIES
from tests.integration.docker_plugin.stack import Stack
from tests.integration.docker_plugin.tools import pulumi_folder, write_stand_in
from tests.tools import require
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

_PACK = Path(__file__).parents[3] / "policies"
_PROGRAM = Path(__file__).with_name("program.py")
_RECEIVER = "receivers: [{name: team, slack_configs: [{api_url_file: /run/s/x}]}]"
_SIGNED = {"release-signed"}
# The stack policies look for these by name.
_FIXED = {
    *("prometheus", "alertmanager-config", "prometheus-config", "grafana-dashboards"),
}
# Nothing scrapes items, shows it or promises anything of it, and there is no runbook.
_UNWATCHED = monitoring(jobs=["payment"], rules=[ALERT, BURN], runbooks=[])
_MISSING = {
    ("service-alerts", "items"),
    ("service-dashboards", "items"),
    ("service-objectives", "items"),
    ("alert-runbooks", "prometheus-config"),
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    found = pulumi_folder()
    require("pulumi", found=found is not None)
    assert found is not None
    plugin = tmp_path_factory.mktemp("plugin")
    write_stand_in(plugin)
    python = Path(shutil.which("python") or "").parent
    made = Stack.create(
        tmp_path_factory.mktemp("stack"), "pharos-policies", [plugin, python, found]
    )
    shutil.copy(_PROGRAM, made.folder / "program" / "__main__.py")
    return made


def preview(stack: Stack, *resources) -> "subprocess.CompletedProcess[str]":
    entries = [
        {
            "type": each.type,
            "name": each.name,
            "inputs": dict(each.inputs),
            "protected": each.protected,
        }
        for each in resources
    ]
    (stack.folder / "program" / "resources.json").write_text(json.dumps(entries))
    return stack.run("preview", "--policy-pack", str(_PACK), check=False)


def violations(said: str) -> set[tuple[str, str]]:
    """Return policy and resource of each mandatory violation that Pulumi printed."""
    return {
        (policy, resource)
        for policy, message in re.findall(
            r"- \[mandatory\]  (\S+)  .*\n.*\n\s+(.*)", said
        )
        for resource in [message.partition(":")[0]]
    }


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


def test_bad_programs_are_refused_by_policy_and_resource(stack):
    bad = one_per_policy()

    done = preview(stack, *bad.values(), _UNWATCHED)

    expected = {(policy, resource.name) for policy, resource in bad.items()} | _MISSING
    assert done.returncode != 0
    assert expected <= violations(done.stdout), done.stdout + done.stderr


def test_a_good_program_is_passed_with_every_policy_run(stack):
    good = [
        named("good", container()),
        prometheus(),
        named("good", volume()),
        alertmanager_config(_RECEIVER),
        monitoring(),
        dashboards(SHOWN),
    ]

    done = preview(stack, *good)

    assert done.returncode == 0, done.stdout + done.stderr
    assert violations(done.stdout) == set()
    # How Pulumi says that a policy could not run.
    assert "can't be known during preview" not in done.stdout + done.stderr
    assert "pharos@v" in done.stdout


@pytest.fixture
def trusting(stack, tmp_path):
    """The stack while it trusts a key, and where a signed release belongs."""
    a_key(tmp_path)
    settings = {"releaseKey": "release.pub", "release": "dist/release.dsse.json"}
    for key, path in settings.items():
        stack.run("config", "set", f"pharos:{key}", str(tmp_path / path))
    yield stack, tmp_path
    for key in settings:
        stack.run("config", "rm", f"pharos:{key}")


def test_a_stack_that_trusts_a_key_takes_only_what_it_has_signed(trusting):
    stack, folder = trusting
    ours = named("good", container())
    other = named("bad", container(image="sha256:" + 64 * "b"))

    unsigned = preview(stack, ours)
    released(folder, folder / "release.pem")
    mixed = preview(stack, ours, other)

    assert unsigned.returncode != 0
    said = unsigned.stdout + unsigned.stderr
    assert ("release-signed", "release") in violations(unsigned.stdout), said
    assert mixed.returncode != 0
    found = {name for policy, name in violations(mixed.stdout) if policy in _SIGNED}
    assert found == {other.name}, mixed.stdout + mixed.stderr


def test_every_policy_has_a_bad_program_here():
    tested = one_per_policy().keys() | {policy for policy, _ in _MISSING}

    # Days, not programs, break the one; the other is tested above.
    by_other_means = {"exceptions-current", "release-signed"}
    assert {policy.name for policy in POLICIES} - tested == by_other_means
    assert {policy for policy, _ in _MISSING} == {each[0] for each in REFUSED_STACKS}
