"""Keys come from files, are kept as digests, and change without a restart."""

import hashlib

import pytest

from aiops.adapters.keys.folder import EitherKeys, FolderKeys, unusable
from aiops.domain.access import Principal, Scope

KEY, OTHER = "first-" + "k" * 32, "second-" + "k" * 32


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def test_file_name_says_what_its_key_may(tmp_path):
    (tmp_path / "collector").write_text(f"{KEY}\n")

    found = FolderKeys(tmp_path).authenticate(KEY)

    assert found == Principal(name="collector", scopes=frozenset({Scope.INGEST}))


def test_without_a_folder_nobody_gets_in():
    assert FolderKeys(None).authenticate("") is None


@pytest.mark.parametrize("key", ["", OTHER, KEY[:-1], KEY + "x", "\ud800"])
def test_unknown_key_is_nobodys(tmp_path, key):
    (tmp_path / "console").write_text(KEY)

    assert FolderKeys(tmp_path).authenticate(key) is None


def test_file_of_another_name_gives_nothing(tmp_path):
    (tmp_path / "backup").write_text(KEY)

    assert FolderKeys(tmp_path).authenticate(KEY) is None


def test_digest_stands_for_its_key(tmp_path):
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    (tmp_path / "console").write_text(f"sha256:{digest}\n")
    keys = FolderKeys(tmp_path)

    assert keys.authenticate(KEY).name == "console"
    assert keys.authenticate(f"sha256:{digest}") is None


@pytest.mark.parametrize("line", ["short", "sha256:abcd", "sha256:no hex", ""])
def test_line_that_is_no_key_gives_nothing(tmp_path, line):
    (tmp_path / "console").write_text(line)

    assert FolderKeys(tmp_path).authenticate(line) is None


def test_file_that_gives_no_key_is_told(tmp_path):
    (tmp_path / "collector").write_text(KEY)
    (tmp_path / "console").write_text("short")
    (tmp_path / "backup").write_text(KEY)
    (tmp_path / "..data").mkdir()

    assert unusable(tmp_path) == [
        "backup gives no scope; name the file collector, alertmanager, prometheus,"
        " remediation, console",
        "console holds no usable key; write one of at least 32 characters that this"
        " process can read",
    ]
    assert unusable(None) == [
        "there is no folder of keys: nobody gets in; set AIOPS_KEYS_FOLDER"
    ]


def test_two_keys_are_valid_while_one_replaces_the_other(tmp_path, clock):
    file = tmp_path / "collector"
    file.write_text(KEY)
    keys = FolderKeys(tmp_path, clock)
    valid = [[keys.authenticate(k) is not None for k in (KEY, OTHER)]]
    for text in (f"{KEY}\n{OTHER}\n", OTHER):
        file.unlink()
        file.write_text(text)
        clock.now_s += 3
        valid.append([keys.authenticate(k) is not None for k in (KEY, OTHER)])

    assert valid == [[True, False], [True, True], [False, True]]


def test_key_whose_file_is_gone_is_nobodys(tmp_path, clock):
    (tmp_path / "collector").write_text(KEY)
    keys = FolderKeys(tmp_path, clock)
    assert keys.authenticate(KEY) is not None
    (tmp_path / "collector").unlink()
    clock.now_s += 3

    assert keys.authenticate(KEY) is None


def test_first_place_that_knows_a_key_is_believed(tmp_path):
    for name, key in (("a", KEY), ("b", OTHER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "prometheus").write_text(key)
    keys = EitherKeys([FolderKeys(tmp_path / "a"), FolderKeys(tmp_path / "b")])

    assert keys.authenticate(KEY)
    assert keys.authenticate(OTHER)
    assert keys.authenticate("x" * 40) is None


@pytest.mark.parametrize(
    ("granted", "may"),
    [
        (Scope.READ, {Scope.READ}),
        (Scope.OPERATE, {Scope.READ, Scope.OPERATE}),
        (Scope.INGEST, {Scope.INGEST}),
        (Scope.ADMIN, set(Scope)),
    ],
)
def test_scope_brings_along_what_it_implies_and_no_more(granted, may):
    principal = Principal(name="somebody", scopes=frozenset({granted}))

    assert {scope for scope in Scope if principal.may(scope)} == may
