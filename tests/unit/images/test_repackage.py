"""The key of an image around an official program: everything that goes in decides."""

import pytest

from tools.images.catalogue import load_catalogue
from tools.images.repackage import dockerfile, repackaged_key

COLLECTOR = load_catalogue()["collector"]
PARTS = {
    "reference": "otel/opentelemetry-collector-contrib:0.160.0",
    "base_id": "sha256:1",
    "health_check": "hc",
}


@pytest.mark.parametrize("name", list(PARTS))
def test_another_part_is_another_image(name):
    one = repackaged_key(COLLECTOR, **PARTS)

    assert repackaged_key(COLLECTOR, **PARTS | {name: "other"}) != one


def test_the_image_runs_as_the_user_of_the_catalogue():
    text = dockerfile(COLLECTOR).read_text()

    assert f"USER {COLLECTOR.uid}:{COLLECTOR.gid}\n" in text
    assert "HEALTHCHECK" in text


def test_both_ways_to_the_image_start_it_alike():
    built = dockerfile(COLLECTOR).with_name("collector.Dockerfile").read_text()
    pulled = dockerfile(COLLECTOR).read_text()
    tail = built[built.index("# A named volume") :]

    assert pulled.endswith(tail)
