import pytest

from tests.unit.release.factories import PROMETHEUS, a_release, an_image
from tools.release import difference
from tools.release.errors import ReleaseError


def test_each_image_that_changes_comes_or_goes_is_told():
    now = a_release(2, images={"app": an_image("d"), "gateway": an_image("e")})
    then = a_release(1, images={"app": an_image("f"), "prometheus": PROMETHEUS})

    assert list(difference.images(now, then)) == [
        "image app: sha256:dddddddddddd -> sha256:ffffffffffff (pharos/app:f)",
        "image gateway: pharos/app:e is not used any more",
        "image prometheus: pharos/prometheus:3.15.0 comes back",
    ]


def test_settings_are_told_and_secrets_are_not():
    now = {"a": "1", "secret": {"secure": "v1:abc"}, "same": "x"}
    then = {"a": "2", "secret": {"secure": "v1:def"}, "same": "x", "b": "3"}

    assert list(difference.settings(now, then)) == [
        "setting a: '1' -> '2'",
        "setting b: default -> '3'",
        "setting secret: [secret] -> [secret]",
    ]


def test_files_of_the_program_are_told_by_name():
    now, then = {"a": b"1", "b": b"2"}, {"a": b"0", "c": b"3"}

    assert list(difference.program(now, then)) == [
        "file a: as it was",
        "file b: goes",
        "file c: comes back",
    ]


def test_a_shop_that_does_not_know_the_databases_is_refused():
    now = a_release(2, migrations=("0001_shop", "0002_colour"))

    with pytest.raises(ReleaseError) as caught:
        difference.refuse_older_schema(now, a_release(1))

    assert "does not know the database migration 0002_colour of release 2" in str(
        caught.value
    )
    assert "make restore" in str(caught.value)


def test_going_forward_to_a_newer_schema_is_fine():
    newer = a_release(2, migrations=("0001_shop", "0002_colour"))

    difference.refuse_older_schema(a_release(1), newer)


def remedy(**image):
    release = a_release(1, images={"app": an_image(**image)})
    with pytest.raises(ReleaseError) as caught:
        difference.gone(release, {release.images["app"].reference: False})
    return str(caught.value)


def test_an_image_that_is_gone_is_named_with_the_way_back():
    pulled = "docker.io/x@sha256:" + "1" * 64

    assert f"`docker pull {pulled}`" in remedy(reference=pulled, source="pulled")
    assert "make images IMPORT=" in remedy(source="imported")
    assert "check 111111111111 out and run `make up`" in remedy()


def test_images_that_are_there_are_no_reason_to_refuse():
    release = a_release(1)

    difference.gone(release, {PROMETHEUS.reference: True})
