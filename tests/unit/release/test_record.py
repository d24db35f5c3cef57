import json

import pytest

from tests.unit.release.factories import a_release, an_image
from tools.release.errors import ReleaseError
from tools.release.record import digest, from_json, to_json


def test_a_record_comes_back_as_it_was_written():
    release = a_release(3, images={"app": an_image()}, migrations=("0001", "0002"))

    assert from_json(to_json(release), "here") == release


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", json.dumps({"format": 2}), to_json(a_release()) + "x"],
)
def test_what_is_no_record_is_refused_with_its_place(text):
    with pytest.raises(ReleaseError, match=r"^/here is no record of a release"):
        from_json(text, "/here")


def test_a_record_with_an_unknown_field_is_refused():
    document = json.loads(to_json(a_release())) | {"more": 1}

    with pytest.raises(ReleaseError, match="more"):
        from_json(json.dumps(document), "/here")


def test_content_is_sources_and_images_and_nothing_else():
    release = a_release(1)

    assert release.content == a_release(2, config="x", version="2.0.0").content
    assert release.content != a_release(1, sources="x").content
    assert release.content != a_release(1, images={"prometheus": an_image()}).content


def test_another_setting_makes_another_release_of_the_same_content():
    assert not a_release(1).same_as(a_release(1, config="x"))
    assert a_release(1).same_as(a_release(2))


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
