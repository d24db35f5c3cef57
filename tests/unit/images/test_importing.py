import pytest

from tools.images.catalogue import load_catalogue
from tools.images.importing import match_names


@pytest.mark.parametrize(
    "name",
    [
        "grafana/grafana:13.2.3",
        "grafana/grafana:12.0.0",
        "mirror.example/hub/grafana/grafana:13.2.3",
        "pharos/grafana:1",
    ],
)
def test_a_loaded_image_is_known_by_its_repository(name: str) -> None:
    assert match_names(load_catalogue(), [name]) == {"grafana": name}


@pytest.mark.parametrize("name", ["redis:7", "sha256:" + "1" * 64, "my-grafana:1"])
def test_other_images_are_not_taken_for_ours(name: str) -> None:
    assert match_names(load_catalogue(), [name]) == {}
