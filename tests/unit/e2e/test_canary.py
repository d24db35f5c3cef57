"""The search for secrets finds what is planted: a check that cannot fail is none."""

import base64

import pytest

from tests.e2e.canary import hits, hits_in_files

SECRET = "canary/0123456789+abcdef"


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_secret_inside_base64_is_found(before):
    text = base64.b64encode(f'{before}"{SECRET}" and more'.encode())

    assert [*hits({"token": SECRET}, "state", text)] == ["state: token"]


@pytest.mark.parametrize(
    "text", [SECRET, SECRET.encode().hex(), "canary%2F0123456789%2Babcdef"]
)
def test_a_secret_is_found_in_every_spelling(text):
    assert [*hits({"token": SECRET}, "log", f"x{text}x".encode())]


def test_a_text_without_the_secret_is_no_hit():
    assert not [*hits({"token": SECRET}, "log", b"canary/0123456789")]


def test_only_the_files_that_may_hold_it_are_passed_over(tmp_path):
    for name in ("allowed", "leak"):
        (tmp_path / name).write_text(SECRET)

    found = hits_in_files({"token": SECRET}, [tmp_path], except_=[tmp_path / "allowed"])

    assert [*found] == [f"{tmp_path / 'leak'}: token"]
