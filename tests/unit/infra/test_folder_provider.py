import os

import pytest
from pulumi.output import Unknown
from pulumi.runtime.rpc import UNKNOWN

from infra.providers.folder import FolderProvider


@pytest.fixture
def provider():
    return FolderProvider()


@pytest.fixture
def props(tmp_path):
    return {
        "path": str(tmp_path / "folder"),
        "files": {"a.yml": "one"},
        "secrets": {"token": "canary"},
        "uid": float(os.getuid()),
        "gid": float(os.getgid()),
        "image": "sha256:" + "0" * 64,
    }


@pytest.fixture
def state(provider, props):
    return provider.create(props).outs


def test_created_folder_needs_nothing(provider, props, state):
    assert provider.diff("id", state, props).changes is False


def test_the_texts_of_files_are_remembered_once(state):
    assert "one" not in str(state)


def test_a_state_that_holds_the_texts_needs_nothing(provider, props, state):
    older = {**state, "files": props["files"]}
    del older["digests"]

    assert provider.diff("id", older, props).changes is False


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"a.yml": "two"}},
        {"secrets": {"token": "other"}},
        {"uid": 4711.0},
        {"files": UNKNOWN},
        {"files": Unknown()},
        {"files": {"a.yml": UNKNOWN}},
    ],
)
def test_new_content_or_owner_needs_an_update(provider, props, state, change):
    assert provider.diff("id", state, {**props, **change}).changes is True


def test_another_image_alone_needs_nothing(provider, props, state):
    assert provider.diff("id", state, {**props, "image": "x"}).changes is False


def test_another_path_is_another_folder(provider, props, state):
    assert provider.diff("id", state, {**props, "path": "/x"}).replaces == ["path"]


def test_edit_by_hand_is_undone_by_an_update(provider, props, state, tmp_path):
    file = (tmp_path / "folder" / "a.yml").resolve()
    file.chmod(0o644)
    file.write_text("by hand")
    assert provider.diff("id", state, props).changes is True

    outs = provider.update("id", state, props).outs

    assert (tmp_path / "folder" / "a.yml").read_text() == "one"
    assert provider.diff("id", outs, props).changes is False


def test_refresh_finds_the_folder_as_it_was_written(provider, state):
    found = provider.read("id", state)

    assert (found.id, found.outs) == ("id", state)


def test_refresh_names_what_was_changed_by_hand_and_no_content(
    provider, state, tmp_path
):
    (tmp_path / "folder" / "token").resolve().unlink()

    version = provider.read("id", state).outs["version"]

    assert version == "changed by hand: token"


def test_refresh_sees_that_the_folder_is_gone(provider, state):
    provider.delete("id", state)

    assert provider.read("id", state).id == ""


def test_each_writing_has_a_version_of_its_own(provider, props, state):
    assert provider.update("id", state, props).outs["version"] != state["version"]
