from pathlib import Path

from infra import paths


def test_home_is_where_the_environment_says():
    assert paths.home({"PHAROS_HOME": "/srv/pharos"}) == Path("/srv/pharos")


def test_home_is_below_the_state_folder_by_default():
    assert paths.home({"XDG_STATE_HOME": "/srv/state"}) == Path("/srv/state/pharos")


def test_images_file_may_be_elsewhere():
    env = {"PHAROS_HOME": "/srv/pharos"}

    assert paths.images_file(env) == Path("/srv/pharos/images.json")
    assert paths.images_file({**env, "PHAROS_IMAGES": "/x.json"}) == Path("/x.json")


def test_folders_of_stacks_do_not_meet():
    env = {"PHAROS_HOME": "/srv/pharos"}

    assert paths.files_folder("dev", "a", env) != paths.files_folder("ci", "a", env)


def test_checkout_holds_the_project():
    assert (paths.CHECKOUT / "Pulumi.yaml").is_file()
