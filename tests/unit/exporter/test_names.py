import json
import os

import pytest

from exporter.errors import NamesError
from exporter.names import Name, NamesFile, parse
from tests.unit.exporter.trees import A, B


def make_document(**entries):
    """A names file; each keyword is an id's letter and its service."""
    return json.dumps(
        {letter * 64: {"service": s, "name": f"x-{s}"} for letter, s in entries.items()}
    )


def test_names_are_read_by_container_id():
    assert parse(make_document(a="items")) == {A: Name(name="x-items", service="items")}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "the names file is not JSON"),
        ("[]", "the names file holds a list"),
        ('{"abc": {}}', "'abc' is not a container id"),
        (json.dumps({A: 1}), "1 is not an object"),
        (json.dumps({A: {"name": "x"}}), "service is None; give a text"),
        (json.dumps({A: {"name": "", "service": "y"}}), "name is ''; give a text"),
    ],
)
def test_a_wrong_names_file_is_refused_with_what_is_wrong(text, complaint):
    with pytest.raises(NamesError, match=complaint):
        parse(text)


def test_a_file_that_is_not_there_yet_names_nothing(tmp_path):
    names = NamesFile(tmp_path / "names.json")

    names.refresh()

    assert (names.names, names.loaded) == ({}, False)


def test_a_new_version_behind_the_same_link_is_noticed(tmp_path):
    for version, service in (("1", "items"), ("2", "products")):
        (tmp_path / version).mkdir()
        (tmp_path / version / "names.json").write_text(make_document(a=service))
    link = tmp_path / "..data"
    link.symlink_to("1")
    names = NamesFile(link / "names.json")
    names.refresh()

    (tmp_path / "new").symlink_to("2")
    os.replace(tmp_path / "new", link)
    names.refresh()

    assert names.names[A].service == "products"


def test_a_wrong_new_content_leaves_the_last_good_names(tmp_path):
    path = tmp_path / "names.json"
    path.write_text(make_document(a="items", b="payment"))
    names = NamesFile(path)
    names.refresh()

    path.write_text("broken")
    with pytest.raises(NamesError):
        names.refresh()

    assert ([*names.names], names.loaded) == ([A, B], False)


def test_the_same_wrong_content_is_complained_about_once(tmp_path):
    path = tmp_path / "names.json"
    path.write_text("broken")
    names = NamesFile(path)
    with pytest.raises(NamesError):
        names.refresh()

    names.refresh()
