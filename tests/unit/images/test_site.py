from pathlib import Path

from tools.images.catalogue import load_catalogue
from tools.images.site import Site


def site(cache: Path, *, machine: str = "x86_64") -> Site:
    return Site(cache=cache, catalogue=load_catalogue(), machine=machine)


def test_every_recipe_has_a_content_key(tmp_path: Path) -> None:
    here = site(tmp_path)
    keys = {
        key: here.content_key(image, base_id="sha256:1")
        for key, image in here.catalogue.items()
        if image.recipe
    }
    assert None not in keys.values()
    assert len(set(keys.values())) == len(keys)


def test_an_image_without_recipe_has_none(tmp_path: Path) -> None:
    here = site(tmp_path)
    assert here.content_key(here.catalogue["grafana"], base_id="") is None


def test_another_architecture_gives_another_key(tmp_path: Path) -> None:
    gateway = load_catalogue()["gateway"]
    one = site(tmp_path).content_key(gateway, base_id="")
    other = site(tmp_path, machine="aarch64").content_key(gateway, base_id="")
    assert one != other


def test_another_base_gives_the_app_another_key(tmp_path: Path) -> None:
    here = site(tmp_path)
    app = here.catalogue["app"]
    one = here.content_key(app, base_id="sha256:1")
    assert here.content_key(app, base_id="sha256:2") != one


def test_without_its_console_the_engine_has_another_key(tmp_path: Path) -> None:
    here = site(tmp_path)
    engine = here.catalogue["engine"]
    one = here.content_key(engine, base_id="")
    assert here.content_key(engine, base_id="", console=False) != one


def test_the_collector_has_another_key_for_each_way_to_its_program(
    tmp_path: Path,
) -> None:
    here = site(tmp_path)
    collector = here.catalogue["collector"]
    keys = {
        here.content_key(collector, base_id="", official=official)
        for official in (None, "otel/contrib:1", "mirror.example/otel/contrib:1")
    }
    assert len(keys) == 3
