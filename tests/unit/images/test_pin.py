from tools.images.pin import pinned_text
from tools.images.registry import TagDigest

from .factories import DIGEST

TEXT = """\
# about this file

[images.one]
title = "One"
reference = "one:1"
version = "1"

# about two
[images.two]
reference = "two:2"
digest = "sha256:old"
digest_source = "before"
"""


def pin(source: str = "there") -> TagDigest:
    return TagDigest(digest=DIGEST, multi=True, source=source)


def test_a_digest_is_written_below_its_reference() -> None:
    assert pinned_text(TEXT, {"one": pin()}) == TEXT.replace(
        'reference = "one:1"\n',
        f'reference = "one:1"\ndigest = "{DIGEST}"\ndigest_source = "there"\n',
    )


def test_an_old_digest_is_replaced() -> None:
    text = pinned_text(TEXT, {"two": pin()})
    assert "sha256:old" not in text
    assert text.endswith(f'digest = "{DIGEST}"\ndigest_source = "there"\n')


def test_writing_the_same_digests_again_changes_nothing() -> None:
    once = pinned_text(TEXT, {"one": pin(), "two": pin()})
    assert pinned_text(once, {"one": pin(), "two": pin()}) == once


def test_without_digests_the_text_stays() -> None:
    assert pinned_text(TEXT, {}) == TEXT
