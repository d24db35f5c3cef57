"""Exemptions excuse one resource from one policy, and not for ever."""

from datetime import date

import pytest

from policies.catalogue import POLICIES
from policies.exemptions import FILE, Exemption, ExemptionsError, expired, parse, read
from policies.judge import Judge
from tests.unit.policies.factories import container, prometheus, stack

UNTIL = date(2027, 3, 31)


def exemption(**changed):
    given = {
        "policy": "health-check",
        "stack": "staging",
        "resource": "items",
        "reason": "the vendor is at it",
        "until": UNTIL,
    }
    return Exemption(**{**given, **changed})


def violated(*exemptions, today=UNTIL, resource=None, name="staging"):
    judge = Judge(stack=name, today=today, exemptions=exemptions)
    bad = resource or container(healthcheck=None)
    return set(judge.all_findings(POLICIES, stack(bad, name=name)))


def test_an_exemption_excuses_until_its_last_day():
    assert violated(exemption()) == set()


def test_an_exemption_ends_after_its_last_day():
    assert violated(exemption(), today=date(2027, 4, 1)) == {"health-check"}


@pytest.mark.parametrize(
    "other", [{"policy": "cpu-limit"}, {"stack": "prod"}, {"resource": "payment"}]
)
def test_an_exemption_excuses_nothing_else(other):
    assert violated(exemption(**other)) == {"health-check"}


def test_a_whole_stack_policy_can_be_exempted_too():
    given = exemption(policy="prometheus-storage", resource="prometheus")

    assert violated(given, resource=prometheus(mounts=[])) == set()


def test_an_expired_exemption_is_told_with_its_reason():
    [said] = expired([exemption()], "staging", date(2027, 4, 1))

    assert "items is no longer exempt from health-check since 2027-03-31" in said
    assert "the vendor is at it" in said
    assert list(expired([exemption()], "prod", date(2027, 4, 1))) == []


def test_the_committed_file_can_be_read():
    read()


def test_the_example_of_the_committed_file_can_be_read():
    text = FILE.read_text()
    example = text[text.index("# [[exemption]]") :].replace("# ", "")

    assert len(parse(example)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[exemption", "policies/exemptions.toml: "),
        ('[[exemption]]\npolicy = "health-check"', "exemption 1: stack is None"),
        ('[[exemption]]\npolicy = "nonsense"', "policy 'nonsense' does not exist"),
        ('[[exemption]]\nuntil = "soon"', "until is 'soon'; give a date"),
        ("[[exemption]]\nforever = true", "'forever' means nothing"),
    ],
)
def test_mistakes_are_told(text, words):
    with pytest.raises(ExemptionsError) as caught:
        parse(text)

    assert words in str(caught.value)
