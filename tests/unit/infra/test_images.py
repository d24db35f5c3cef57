import json

import pytest

from infra.images import ImagesError, load

ID = "sha256:" + "a" * 64


def document(**changes):
    image = {
        "reference": ID,
        "name": "pharos/prometheus:3.15.0",
        "source": "built",
        "probe": ["/bin/hc", "{port}", "{path}"],
    }
    return {
        "version": 1,
        "images": {"prometheus": image},
        "missing": {"grafana": "no registry answers"},
        "tools": {"promtool": ["/opt/promtool"]},
    } | changes


@pytest.fixture
def write(tmp_path):
    def write(**changes):
        path = tmp_path / "images.json"
        path.write_text(json.dumps(document(**changes)))
        return path

    return write


def test_image_is_found_by_its_key(write):
    assert load(write(), {})["prometheus"].reference == ID


def test_missing_file_names_the_command_that_writes_it(tmp_path):
    with pytest.raises(ImagesError, match=r"images.json is missing; run `make up`"):
        load(tmp_path / "images.json", {})


def test_missing_image_is_named_with_the_reason(write):
    with pytest.raises(ImagesError, match="no image 'grafana': no registry answers;"):
        load(write(), {})["grafana"]


def test_missing_tool_is_named(write):
    with pytest.raises(ImagesError, match=r"no tool 'amtool' in images\.json"):
        load(write(), {}).tool("amtool")


def test_damaged_file_says_what_to_do(tmp_path):
    path = tmp_path / "images.json"
    path.write_text("{")

    with pytest.raises(ImagesError, match=r"is damaged .*delete it and run `make up`"):
        load(path, {})


def test_newer_format_is_refused(write):
    with pytest.raises(ImagesError, match="version 2, not 1"):
        load(write(version=2), {})


def test_tag_is_no_reference(write):
    image = document()["images"]["prometheus"] | {"reference": "prom/prometheus:v3"}

    with pytest.raises(ImagesError, match="'prometheus' is not pinned"):
        load(write(images={"prometheus": image}), {})


def test_override_that_was_not_resolved_is_refused(write):
    with pytest.raises(ImagesError, match="the settings name 'other/prometheus:1'"):
        load(write(), {"prometheus": "other/prometheus:1"})


def test_override_that_was_resolved_is_taken(write):
    overrides = {"prometheus": "pharos/prometheus:3.15.0"}

    assert load(write(), overrides)["prometheus"].reference == ID


def test_override_of_another_stack_is_refused(write):
    image = document()["images"]["prometheus"] | {"source": "override"}
    path = write(images={"prometheus": image})

    with pytest.raises(ImagesError, match="which the settings of another stack name"):
        load(path, {})
    assert load(path, {"prometheus": image["name"]})
