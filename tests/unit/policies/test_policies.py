"""Both verdicts of every policy."""

import collections
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalog.exceptions import CAPABILITIES, HOST_FOLDERS
from policies.catalogue import POLICIES
from policies.checks import exceptions_current
from policies.judge import Judge
from tests.unit.policies.factories import (
    alertmanager_config,
    container,
    labels,
    prometheus,
    stack,
    volume,
)
from tests.unit.policies.passed import PASSED, RECEIVER
from tests.unit.policies.refused import REFUSED, REFUSED_STACKS

BY_NAME = {policy.name: policy for policy in POLICIES}
PAGES = Path(__file__).parents[3] / "docs" / "policies"
# Its breaking programs are days, not resources: it has tests of its own.
BY_DAY = {"exceptions-current"}
# Judged by a signature, in test_release_signed.py.
BY_KEY = {"release-signed"}


def judge(today=date(2026, 1, 1)):
    return Judge(stack="staging", today=today)


def violated(*resources, name="staging"):
    return judge().all_findings(POLICIES, stack(*resources, name=name))


def test_a_hardened_stack_is_passed():
    config = alertmanager_config(RECEIVER)

    assert violated(container(), prometheus(), volume(), config) == {}


@pytest.mark.parametrize(
    ("policy", "resource", "words"),
    REFUSED,
    ids=[f"{policy}-{n}" for n, (policy, _, _) in enumerate(REFUSED)],
)
def test_what_breaks_a_policy_is_refused_with_the_fix(policy, resource, words):
    findings = list(judge().findings(BY_NAME[policy], stack(resource)))

    assert findings
    assert all(finding.resource == resource.name for finding in findings)
    assert words in " ".join(finding.message for finding in findings)


@pytest.mark.parametrize(
    ("policy", "resource"),
    [(policy, resource) for policy, resource, _ in REFUSED],
    ids=[f"{policy}-{n}" for n, (policy, _, _) in enumerate(REFUSED)],
)
def test_one_mistake_breaks_one_policy(policy, resource):
    # Else a message would point at the wrong thing.
    also = set(violated(resource)) - {policy}

    # A bad volume or config brings nothing else; a tag is of no registry's making.
    assert also <= {"image-pinned"}


@pytest.mark.parametrize(
    ("policy", "part", "words"),
    REFUSED_STACKS,
    ids=[f"{policy}-{n}" for n, (policy, _, _) in enumerate(REFUSED_STACKS)],
)
def test_what_a_whole_stack_lacks_is_refused_with_the_fix(policy, part, words):
    found = violated(container(), part)

    assert found.keys() == {policy}
    assert words in " ".join(finding.message for finding in found[policy])


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - BY_DAY - BY_KEY))
def test_every_policy_refuses_at_least_three_programs(name):
    counted = collections.Counter(policy for policy, _, _ in REFUSED + REFUSED_STACKS)

    assert counted[name] >= 3


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_every_policy_has_a_page_with_its_breaking_example(name):
    page = (PAGES / f"{name}.md").read_text()

    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert headings == [f"# {name}", "## Why", "## Refused", "## Instead"]


def test_every_page_is_about_a_policy():
    assert {page.stem for page in PAGES.glob("*.md")} == BY_NAME.keys() | {"README"}


@pytest.mark.parametrize(
    ("policy", "good"),
    PASSED,
    ids=[f"{policy}-{n}" for n, (policy, _) in enumerate(PASSED)],
)
def test_a_good_program_is_passed_however_close_it_comes(policy, good):
    assert violated(container(), good) == {}


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - BY_DAY - BY_KEY))
def test_every_policy_passes_a_program_that_comes_close(name):
    assert name in {policy for policy, _ in PASSED}


@pytest.mark.parametrize("exception", HOST_FOLDERS, ids=lambda each: each.folder)
def test_a_named_exception_is_passed_for_its_service_only(exception):
    mount = {"type": "bind", "source": exception.folder, "readOnly": True}
    its = container(labels=labels(service=exception.service), mounts=[mount])
    others = container(mounts=[mount])

    assert violated(its) == {}
    assert set(violated(others)) == {"host-folders"}


@pytest.mark.parametrize("exception", CAPABILITIES, ids=lambda each: each.capability)
def test_a_named_capability_is_passed_for_its_service_only(exception):
    given = {"drops": ["ALL"], "adds": [exception.capability]}
    its = container(labels=labels(service=exception.service), capabilities=given)
    others = container(capabilities=given)

    assert violated(its) == {}
    assert set(violated(others)) == {"capabilities-dropped"}


@pytest.mark.parametrize("exception", [*HOST_FOLDERS, *CAPABILITIES])
def test_an_exception_is_refused_the_day_after_its_end(exception):
    last, next_ = exception.until, exception.until + timedelta(days=1)

    def services(today):
        return {f.resource for f in exceptions_current.check(stack(), lambda: today)}

    assert exception.service not in services(last)
    assert exception.service in services(next_)


def test_dev_needs_no_receiver():
    assert violated(alertmanager_config("receivers: []"), name="dev") == {}
