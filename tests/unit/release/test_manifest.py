import json
from pathlib import Path

import pytest

from tests.unit.release.factories import a_release
from tools.bootstrap.places import CHECKOUT
from tools.release.errors import ReleaseError
from tools.release.manifest import (
    SCHEMA,
    Surroundings,
    check,
    digests,
    manifest,
    text_of,
)
from tools.release.notes import changes, notes
from tools.release.proofs import CHECK, Proof, hash_of, wanted

CHANGELOG = """# Changelog

## Unreleased

- Something new.

## 1.0.0 (2026-01-01)

- The first.
"""


def a_manifest(found=(), **around):
    release = a_release()
    given = {"made_at": "2026-01-02T00:00:00Z", "configs": {"dev": "c"}, "sboms": {}}
    return manifest(
        release,
        Surroundings(**(given | around)),
        wanted(release, "dev"),
        {proof.kind: proof for proof in found},
    )


def test_a_manifest_says_what_a_release_is_made_of():
    document = json.loads(text_of(a_manifest(sboms={"app.json": "d"})))

    assert document["version"] == "0.1.0"
    assert document["revision"] == "1" * 40
    assert document["images"]["prometheus"]["reference"] == "sha256:" + "a" * 64
    assert document["sboms"] == {"app.json": "d"}
    assert document["config"] == {"dev": "c"}


def test_what_was_not_shown_is_in_the_manifest_as_missing():
    shown = Proof(kind=CHECK, content="x", at_s=0.0)

    evidence = a_manifest([shown])["evidence"]

    assert evidence["check"]["state"] == "passed"
    assert evidence["evidence-5xx"] == {
        "state": "missing",
        "command": "make evidence SCENARIO=5xx STACK=dev",
    }
    assert a_manifest()["sboms"] == {"missing": "`python -m tools.supply sbom`"}
    assert a_manifest()["ci_run"] == "missing"


@pytest.mark.parametrize("key", SCHEMA)
def test_a_manifest_without_one_of_its_fields_is_refused(key):
    document = a_manifest()
    del document[key]

    with pytest.raises(ReleaseError, match=f"{key} is missing"):
        check(document)


def test_every_mistake_in_a_manifest_is_named():
    document = a_manifest() | {"format": 2, "version": 1, "more": ""}
    document["images"] = {"app": {"reference": "x"}}

    with pytest.raises(ReleaseError) as caught:
        check(document)

    assert str(caught.value) == (
        "this is no manifest of a release: more is unknown; version is int, not str;"
        " images.app has not just name, reference, source"
    )


def test_a_manifest_of_another_format_is_refused():
    with pytest.raises(ReleaseError, match="format is 2, not 1"):
        check(a_manifest() | {"format": 2})


def test_bills_of_materials_are_named_by_hash(tmp_path):
    (tmp_path / "app.json").write_text("{}")

    assert digests(tmp_path, hash_of).keys() == {"app.json"}
    assert digests(Path(tmp_path / "none"), hash_of) == {}


def test_notes_take_the_changelogs_words_of_the_version():
    assert changes(CHANGELOG, "1.0.0") == "- The first."
    assert changes(CHANGELOG, "1.1.0") == "- Something new."


def test_a_changelog_that_says_nothing_is_refused():
    with pytest.raises(ReleaseError, match=r"CHANGELOG.md says nothing of 1.1.0"):
        changes("# Changelog\n", "1.1.0")


def test_notes_tell_digests_evidence_migration_and_rollback():
    shown = Proof(kind=CHECK, content="x", at_s=0.0)

    text = notes(a_manifest([shown]), CHANGELOG, signed=True)

    assert "Manifest: signed." in text
    assert "| prometheus | pharos/prometheus:3.15.0 | `sha256:aaaaaaaaaaaa` |" in text
    assert "- check: passed 1970-01-01T00:00:00+00:00" in text
    assert "- evidence-5xx: not shown; `make evidence SCENARIO=5xx STACK=dev`" in text
    assert "0001_shop" in text
    assert "make rollback STACK=<stack>" in text


def test_the_changelog_of_this_checkout_makes_notes():
    text = notes(a_manifest(), (CHECKOUT / "CHANGELOG.md").read_text(), signed=False)

    assert "Manifest: not signed." in text
