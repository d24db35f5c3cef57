import pytest

from tests.unit.release.factories import a_release
from tools.evidence.cases import CASES
from tools.release import proofs
from tools.release.proofs import CHECK, Proof, find, keep, lacking, wanted

DAY_S = 24 * 3600
NOW_S = 1_800_000_000.0


def shown(release, at_s=NOW_S):
    return {
        each.kind: Proof(kind=each.kind, content=each.content, at_s=at_s)
        for each in wanted(release, "dev")
    }


def test_a_release_needs_the_checks_and_every_alerts_evidence():
    kinds = [each.kind for each in wanted(a_release(), "dev")]

    assert kinds == [CHECK, *(f"evidence-{case.name}" for case in CASES)]


def test_what_was_shown_lately_lacks_nothing():
    release = a_release()

    asked = wanted(release, "dev")
    assert list(lacking(asked, shown(release, NOW_S - 6 * DAY_S), NOW_S)) == []


def test_what_was_not_shown_is_named_with_its_command():
    release = a_release()
    found = shown(release)
    del found["evidence-5xx"], found[CHECK]

    assert list(lacking(wanted(release, "blue"), found, NOW_S)) == [
        "check was not passed by this content: `make check STACK=blue`",
        "evidence-5xx was not passed by this content:"
        " `make evidence SCENARIO=5xx STACK=blue`",
    ]


def test_what_was_shown_of_another_content_does_not_count():
    other = shown(a_release(sources="x"))

    assert len(list(lacking(wanted(a_release(), "dev"), other, NOW_S))) == 5


def test_what_was_shown_long_ago_does_not_count():
    release = a_release()
    old = shown(release, NOW_S - 8 * DAY_S)

    said = list(lacking(wanted(release, "dev"), old, NOW_S))

    assert len(said) == 5
    assert said[0].startswith("check was passed too long ago, 2027-01-07T")


def test_a_proof_is_found_by_its_content(tmp_path):
    release = a_release()
    for proof in shown(release).values():
        keep(tmp_path, proof)

    assert find(tmp_path, wanted(release, "dev")) == shown(release)
    assert find(tmp_path, wanted(a_release(sources="x"), "dev")) == {}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"kind": "check", "more": 1}'])
def test_a_damaged_note_proves_nothing(tmp_path, text):
    path = tmp_path / proofs.FOLDER / CHECK / f"{a_release().sources}.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)

    assert find(tmp_path, wanted(a_release(), "dev")) == {}
