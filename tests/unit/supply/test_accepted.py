"""Findings are accepted with a reason, and for a time."""

from datetime import date

import pytest

from tests.unit.supply.factories import entry, finding
from tools.supply.accepted import ACCEPTED_FILE, COMMANDS, parse
from tools.supply.errors import AcceptedError
from tools.supply.judge import judge

TODAY = date(2026, 6, 1)


def test_our_own_file_can_be_used():
    entries = parse(ACCEPTED_FILE.read_text())

    assert entries
    assert {each.command for each in entries} <= set(COMMANDS)


def test_all_mistakes_are_told_together():
    text = """
    [[accepted]]
    command = "secrets"
    where = "a"
    what = "b"
    reason = " "

    [[accepted]]
    command = "images"
    where = "a"
    what = "b"
    reason = "c"
    because = "d"
    """

    with pytest.raises(AcceptedError) as error:
        parse(text)

    assert str(error.value) == (
        "accepted.toml:\n"
        "  entry 1: reason is ' '; give a text\n"
        "  entry 2: until is missing; no vulnerability is accepted for ever\n"
        "  entry 2: 'because' means nothing; remove it"
    )


def test_text_that_is_no_toml_is_refused():
    with pytest.raises(AcceptedError, match=r"^accepted\.toml: "):
        parse("[[accepted")


def test_accepted_finding_does_not_fail():
    judged = judge("secrets", [finding()], [entry()], TODAY)

    assert judged.findings == ()
    assert judged.accepted == ((finding(), entry()),)


@pytest.mark.parametrize(
    "other",
    [entry(where="b.txt"), entry(what="X2"), entry(command="checkov")],
    ids=["another place", "another finding", "another command"],
)
def test_entry_about_something_else_does_not_help(other):
    judged = judge("secrets", [finding()], [other], TODAY, complete=False)

    assert judged.findings == (finding(),)


def test_star_covers_the_package_of_every_image():
    covering = entry(where="*/libc6")

    assert covering.covers("shop/libc6", "X1")
    assert not covering.covers("shop/libc6-dev", "X1")


def test_entry_counts_on_its_last_day_and_fails_on_the_next():
    last = entry(until=TODAY)

    assert judge("secrets", [finding()], [last], TODAY).findings == ()
    [found, ended] = judge("secrets", [finding()], [last], date(2026, 6, 2)).findings
    assert found == finding()
    assert ended.detail == "was accepted until 2026-06-01 (made up)"


def test_leftover_entry_fails_when_all_was_looked_at():
    [leftover] = judge("secrets", [], [entry()], TODAY).findings

    assert leftover.detail == "is accepted (made up), but there is no such finding"
    assert judge("secrets", [], [entry()], TODAY, complete=False).findings == ()
