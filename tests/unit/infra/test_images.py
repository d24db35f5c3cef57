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
    assert load(write(), "dev", {})["prometheus"].reference == ID


def test_missing_file_names_the_command_that_writes_it(tmp_path):
    with pytest.raises(ImagesError, match=r"images.json is missing; run `make up`"):
        load(tmp_path / "images.json", "dev", {})


def test_missing_image_is_named_with_the_reason(write):
    with pytest.raises(ImagesError, match="no image 'grafana': no registry answers;"):
        load(write(), "dev", {})["grafana"]


def test_missing_tool_is_named(write):
    with pytest.raises(ImagesError, match=r"no tool 'amtool' in images\.json"):
        load(write(), "dev", {}).tool("amtool")


def test_damaged_file_says_what_to_do(tmp_path):
    path = tmp_path / "images.json"
    path.write_text("{")

    with pytest.raises(ImagesError, match=r"is damaged .*delete it and run `make up`"):
        load(path, "dev", {})


def test_a_file_that_is_no_text_says_what_to_do(tmp_path):
    path = tmp_path / "images.json"
    path.write_bytes(b"\xff")

    with pytest.raises(ImagesError, match=r"cannot be read \(.*; run `make up`"):
        load(path, "dev", {})


def test_newer_format_is_refused(write):
    with pytest.raises(ImagesError, match="version 2, not 1"):
        load(write(version=2), "dev", {})


def tagged(reference="prom/prometheus:v3"):
    return {"prometheus": document()["images"]["prometheus"] | {"reference": reference}}


def test_dev_takes_an_image_by_its_tag(write):
    images = load(write(images=tagged()), "dev", {})

    assert images["prometheus"].moving == ("prom/prometheus:v3",)


def test_another_stack_refuses_a_tag_and_names_the_fix(write):
    refused = (
        r"'prod' takes .* not prometheus \(prom/prometheus:v3\); run `make images-p"
    )
    with pytest.raises(ImagesError, match=refused):
        load(write(images=tagged()), "prod", {})


@pytest.mark.parametrize("reference", [ID, f"prom/prometheus@{ID}"])
def test_another_stack_takes_an_id_or_a_digest(write, reference):
    images = load(write(images=tagged(reference)), "prod", {})

    assert images["prometheus"].moving == ()


def test_another_stack_refuses_what_was_built_on_a_tag(write):
    built = tagged(ID)["prometheus"] | {"made_of": ["python:3.11.15-slim-bookworm"]}

    with pytest.raises(ImagesError, match=r"not prometheus \(python:3\.11\.15-slim"):
        load(write(images={"prometheus": built}), "prod", {})


def test_override_that_was_not_resolved_is_refused(write):
    with pytest.raises(ImagesError, match="the settings name 'other/prometheus:1'"):
        load(write(), "dev", {"prometheus": "other/prometheus:1"})


def test_override_that_was_resolved_is_taken(write):
    overrides = {"prometheus": "pharos/prometheus:3.15.0"}

    assert load(write(), "dev", overrides)["prometheus"].reference == ID


def test_override_of_another_stack_is_refused(write):
    image = document()["images"]["prometheus"] | {"source": "override"}
    path = write(images={"prometheus": image})

    with pytest.raises(ImagesError, match="which the settings do not name any more"):
        load(path, "dev", {})
    assert load(path, "dev", {"prometheus": image["name"]})
