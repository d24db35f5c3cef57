from pathlib import Path

from infra import paths


def test_home_is_where_the_environment_says():
    assert paths.home({"PHAROS_HOME": "/srv/pharos"}) == Path("/srv/pharos")


def test_home_is_below_the_state_folder_by_default():
    assert paths.home({"XDG_STATE_HOME": "/srv/state"}) == Path("/srv/state/pharos")


def test_each_stack_has_its_own_images():
    env = {"PHAROS_HOME": "/srv/pharos"}
    file = Path("/srv/pharos/stacks/dev/images.json")

    assert paths.images_file("dev", env) == file
    assert paths.images_file("blue", env) != file


def test_folders_of_stacks_do_not_meet():
    env = {"PHAROS_HOME": "/srv/pharos"}

    assert paths.files_folder("dev", "a", env) != paths.files_folder("ci", "a", env)


def test_checkout_holds_the_project():
    assert (paths.CHECKOUT / "Pulumi.yaml").is_file()
