"""Real keys, real signatures, and what is made of them."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from policies import trust
from policies.checks import release_signed
from policies.model import Release, Stack
from tests.unit.policies.factories import container
from tests.unit.policies.signed import IMAGE, MANIFEST, a_key, released
from tools.release import signing
from tools.release.errors import ReleaseError


def trusted(folder, **config):
    given = {"pharos:releaseKey": "release.pub", **config}
    return trust.release({"PULUMI_CONFIG": json.dumps(given)}, folder)


def findings(release, *resources):
    stack = Stack(name="prod", resources=resources, release=release)
    return [(each.resource, each.message) for each in release_signed.check(stack)]


@pytest.mark.parametrize(
    "key", [None, ec.generate_private_key(ec.SECP256R1())], ids=["ed25519", "ecdsa"]
)
def test_what_the_key_has_signed_may_run(tmp_path, key):
    released(tmp_path, a_key(tmp_path, key=key))

    release = trusted(tmp_path)

    assert release == Release(version="1.2.0", images=frozenset({IMAGE}))
    assert findings(release, container(image=IMAGE)) == []


def test_a_signature_without_a_key_id_counts_as_cosign_makes_it(tmp_path):
    path = released(tmp_path, a_key(tmp_path))
    document = json.loads(path.read_text())
    document["signatures"][0]["keyid"] = ""
    path.write_text(json.dumps(document))

    assert trusted(tmp_path).problem == ""


def test_another_image_may_not_run(tmp_path):
    released(tmp_path, a_key(tmp_path))
    other = container("items", image="sha256:" + 64 * "b")

    found = findings(trusted(tmp_path), container("a", image=IMAGE), other)

    assert [resource for resource, _ in found] == ["items"]
    assert "is not of the signed release 1.2.0" in found[0][1]


def test_a_release_that_is_not_signed_stops_everything(tmp_path):
    a_key(tmp_path)

    found = findings(trusted(tmp_path), container())

    assert [resource for resource, _ in found] == ["release"]
    assert "release.dsse.json is missing; `make release KEY=file.pem`" in found[0][1]


def test_another_ones_signature_is_refused(tmp_path):
    a_key(tmp_path)
    released(tmp_path, a_key(tmp_path, "another"))

    assert "has no signature by" in trusted(tmp_path).problem


def test_a_manifest_that_was_changed_after_signing_is_refused(tmp_path):
    path = released(tmp_path, a_key(tmp_path))
    document = json.loads(path.read_text())
    payload = base64.b64decode(document["payload"]).replace(b"1.2.0", b"6.6.6")
    document["payload"] = base64.b64encode(payload).decode()
    path.write_text(json.dumps(document))

    assert "has no signature by" in trusted(tmp_path).problem


@pytest.mark.parametrize("text", ["", "{}", '{"payload": 1}', "[]"])
def test_what_is_no_envelope_is_refused(tmp_path, text):
    released(tmp_path, a_key(tmp_path)).write_text(text)

    assert "is no DSSE envelope" in trusted(tmp_path).problem


def test_a_signed_statement_about_something_else_is_refused(tmp_path, monkeypatch):
    key = a_key(tmp_path)
    monkeypatch.setattr(signing, "statement", lambda manifest: {"_type": "other"})
    released(tmp_path, key)

    assert "is no statement about a release" in trusted(tmp_path).problem


def test_a_private_key_is_not_taken_for_a_public_one(tmp_path):
    released(tmp_path, a_key(tmp_path))

    found = trusted(tmp_path, **{"pharos:releaseKey": "release.pem"})

    assert "is no public key as PEM" in found.problem


def test_a_key_that_is_missing_is_said(tmp_path):
    released(tmp_path, a_key(tmp_path))

    found = trusted(tmp_path, **{"pharos:releaseKey": "none.pub"})

    assert "cannot be read (No such file or directory)" in found.problem


def test_the_envelope_may_lie_elsewhere(tmp_path):
    released(tmp_path, a_key(tmp_path)).rename(tmp_path / "mine.json")

    assert trusted(tmp_path, **{"pharos:release": "mine.json"}).problem == ""


def test_a_stack_that_trusts_no_key_takes_any_image(tmp_path):
    assert trust.release({}, tmp_path) is None
    assert findings(None, container(image="any")) == []


def test_an_encrypted_key_wants_its_password(tmp_path):
    key = a_key(tmp_path, password=b"quiet")

    with pytest.raises(ReleaseError, match=signing.PASSWORD):
        signing.envelope(MANIFEST, key, {})
    assert signing.envelope(MANIFEST, key, {signing.PASSWORD: "quiet"})


def test_the_statement_names_each_image_by_its_digest(tmp_path):
    document = json.loads(released(tmp_path, a_key(tmp_path)).read_text())
    statement = json.loads(base64.b64decode(document["payload"]))

    assert document["payloadType"] == "application/vnd.in-toto+json"
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["subject"] == [
        {"name": "pharos/app:1", "digest": {"sha256": 64 * "a"}}
    ]
