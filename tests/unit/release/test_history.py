import stat

import pytest

from tests.unit.release.factories import a_release
from tools.release.errors import ReleaseError
from tools.release.history import KEPT, RECORD, SOURCE, History, target


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "releases")


def add(history, release):
    def copy(to):
        to.mkdir()
        (to / "Pulumi.yaml").write_text("name: pharos\n")

    history.add(release, {"images.json": "{}"}, copy)
    history.settle(release.number)


def refused(releases, current, *, underway=False, wanted=None):
    with pytest.raises(ReleaseError) as caught:
        target(releases, current, underway=underway, wanted=wanted)
    return str(caught.value)


def test_a_stack_without_updates_has_no_release(history):
    assert history.current() is None
    assert history.all() == {}
    assert history.next_number() == 1


def test_the_release_that_runs_is_the_one_that_was_settled_last(history):
    add(history, a_release(1))
    add(history, a_release(2))

    history.settle(1)

    assert history.current() == a_release(1)
    assert history.next_number() == 3


def test_records_are_for_their_owner_only(history):
    add(history, a_release(1))

    record = history.home(1) / RECORD
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert stat.S_IMODE(history.home(1).stat().st_mode) == 0o700
    assert (history.home(1) / SOURCE / "Pulumi.yaml").exists()


def test_a_release_whose_copy_fails_is_not_kept(history):
    def fail(to):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        history.add(a_release(1), {}, fail)

    assert history.all() == {}
    assert list(history.folder.iterdir()) == []


def test_the_oldest_releases_are_forgotten_but_never_the_one_before(history):
    for number in range(1, KEPT + 2):
        add(history, a_release(number))
    assert sorted(history.all()) == list(range(2, KEPT + 2))

    add(history, a_release(KEPT + 2, previous=2))

    assert 2 in history.all()


def test_an_update_is_under_way_until_it_succeeds(history):
    history.begin()
    assert history.is_underway

    add(history, a_release(1))

    assert not history.is_underway


@pytest.mark.parametrize("text", ["", "x"])
def test_a_damaged_pointer_is_named_with_its_fix(history, text):
    history.folder.mkdir()
    (history.folder / "current").write_text(text)

    with pytest.raises(ReleaseError, match=r"current is damaged .*run `make up`"):
        history.current()


def test_a_release_that_is_named_but_gone_is_said(history):
    history.folder.mkdir()
    (history.folder / "current").write_text("7\n")

    with pytest.raises(ReleaseError, match=r"0007/release.json is gone"):
        history.current()


def test_a_rollback_goes_to_the_release_before():
    releases = {n: a_release(n) for n in (1, 2, 3)}

    assert target(releases, releases[3], underway=False, wanted=None).number == 2


def test_a_release_that_followed_a_rollback_goes_back_to_what_ran_before_it():
    releases = {n: a_release(n) for n in (1, 2)} | {3: a_release(3, previous=1)}

    assert target(releases, releases[3], underway=False, wanted=None).number == 1


def test_after_a_failed_update_a_rollback_goes_to_the_last_good_one():
    releases = {n: a_release(n) for n in (1, 2)}

    assert target(releases, releases[2], underway=True, wanted=None).number == 2


def test_a_rollback_goes_where_it_is_told_forward_too():
    releases = {n: a_release(n) for n in (1, 2, 3)}

    assert target(releases, releases[1], underway=False, wanted=3).number == 3


def test_without_any_update_a_rollback_is_refused():
    assert "no update of this stack has succeeded yet" in refused({}, None)


def test_the_first_release_has_none_before_it():
    only = a_release(1)

    said = refused({1: only}, only)

    assert said.startswith("there is no release before release 1 (111111111111, ")
    assert "run `make up`" in said


def test_a_release_that_is_not_kept_is_refused_with_those_that_are():
    releases = {n: a_release(n) for n in (4, 5)}

    said = refused(releases, releases[5], wanted=2)

    assert said.startswith("there is no release 2; kept are: 4, 5.")


def test_going_to_what_runs_is_refused():
    releases = {1: a_release(1)}

    assert "is what runs" in refused(releases, releases[1], wanted=1)
