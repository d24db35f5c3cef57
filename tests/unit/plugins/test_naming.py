from plugins.docker.naming import automatic_name, mark

URN = "urn:pulumi:dev::pharos::docker:index/container:Container::web"


def test_same_seed_gives_the_same_name() -> None:
    assert automatic_name("web", b"a") == automatic_name("web", b"a")
    assert automatic_name("web", b"a") != automatic_name("web", b"b")


def test_mark_tells_two_resources_apart() -> None:
    assert mark(URN, {}) != mark(f"{URN}2", {})


def test_mark_tells_two_states_with_the_same_resource_apart() -> None:
    one, other = ({"PULUMI_BACKEND_URL": f"file:///{name}"} for name in "ab")
    assert mark(URN, one) != mark(URN, other)
