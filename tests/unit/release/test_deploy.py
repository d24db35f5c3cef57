import json

import yaml

from tools.bootstrap.places import CHECKOUT
from tools.release import snapshot
from tools.release.deploy import with_present_secrets, with_tools
from tools.release.recording import described


def test_a_release_runs_with_the_tools_of_today():
    images = {"images": {}, "tools": {"promtool": ["/old"], "amtool": ["/old"]}}

    found = with_tools(images, {"tools": {"promtool": ["/new"]}})

    assert found["tools"] == {"promtool": ["/new"], "amtool": ["/old"]}


def test_settings_go_back_and_secrets_stay_those_of_today():
    then = {
        "encryptionsalt": "old",
        "config": {"a": "1", "token": {"secure": "old"}},
    }
    now = {
        "encryptionsalt": "new",
        "config": {"a": "2", "token": {"secure": "new"}, "b": "x"},
    }

    assert with_present_secrets(then, now) == {
        "encryptionsalt": "new",
        "config": {"a": "1", "token": {"secure": "new"}},
    }


def test_the_copy_of_the_program_has_the_fingerprint_of_the_checkout(tmp_path):
    snapshot.copy(CHECKOUT, tmp_path)

    assert snapshot.fingerprint(tmp_path) == snapshot.fingerprint(CHECKOUT)
    assert (tmp_path / "infra" / "__main__.py").exists()
    assert (tmp_path / "Pulumi.yaml").exists()


def test_the_fingerprint_tells_names_and_content_apart():
    whole = snapshot.fingerprint_of([("a", b"bc")])

    assert whole != snapshot.fingerprint_of([("ab", b"c")])
    assert whole != snapshot.fingerprint_of([("a", b"bd")])


def test_what_encrypts_the_settings_makes_no_other_release():
    images = json.dumps({"images": {}})

    def made(**document):
        return described(CHECKOUT, images, yaml.safe_dump(document), 1, None)

    config = {"pharos:target": "docker"}
    assert made(config=config).same_as(made(encryptionsalt="x", config=config))
    assert not made(config=config).same_as(made(config={}))
