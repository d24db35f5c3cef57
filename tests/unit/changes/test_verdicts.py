import json

import pytest

from tests.unit.changes.factories import CONTAINER, urn
from tools.changes.errors import InputError
from tools.changes.policies import parse


def events(*lines):
    return "\n".join(json.dumps(line) for line in lines)


SUMMARY = {
    "policyAnalyzeSummaryEvent": {
        "resourceUrn": urn(CONTAINER, "items"),
        "passed": ["cpu-limit", "non-root"],
        "failed": ["memory-limit"],
    }
}
VIOLATION = {
    "policyEvent": {
        "resourceUrn": urn(CONTAINER, "items"),
        "policyName": "memory-limit",
        "enforcementLevel": "mandatory",
        "message": "Memory is limited.\nitems: it has no memory limit; set memory\n",
    }
}


def test_judgements_are_counted_and_violations_told():
    found = parse(events({"preludeEvent": {}}, SUMMARY, VIOLATION))

    assert (found.policies, found.passed, found.failed) == (3, 2, 1)
    assert found.refused
    [said] = found.violations
    assert (said.policy, said.resource) == ("memory-limit", "items")
    assert said.message == "items: it has no memory limit; set memory"


def test_what_is_only_advice_does_not_refuse():
    advice = {
        "policyEvent": {**VIOLATION["policyEvent"], "enforcementLevel": "warning"}
    }

    assert not parse(events(advice)).refused


@pytest.mark.parametrize("wrong", ["{", "[]", "3"])
def test_a_line_that_is_no_event_is_refused_by_number(wrong):
    with pytest.raises(InputError, match="line 2 of the events"):
        parse(f"{{}}\n{wrong}")
