import hashlib
import json

from tools.bootstrap.endpoint import DEFAULT, endpoints


def a_context(home, *, name, host):
    folder = home / ".docker"
    key = hashlib.sha256(name.encode()).hexdigest()
    meta = folder / "contexts" / "meta" / key / "meta.json"
    meta.parent.mkdir(parents=True)
    meta.write_text(json.dumps({"Name": name, "Endpoints": {"docker": {"Host": host}}}))
    (folder / "config.json").write_text(json.dumps({"currentContext": name}))


def test_docker_host_is_the_only_address_when_it_is_set(tmp_path):
    env = {"HOME": str(tmp_path), "DOCKER_HOST": "tcp://127.0.0.1:1"}

    found = endpoints(env)

    assert [(each.url, each.chosen) for each in found] == [("tcp://127.0.0.1:1", True)]


def test_the_current_docker_context_is_followed(tmp_path):
    a_context(tmp_path, name="desktop-linux", host="unix:///elsewhere.sock")

    found = endpoints({"HOME": str(tmp_path)})

    assert [each.url for each in found] == ["unix:///elsewhere.sock"]
    assert found[0].source == "docker context 'desktop-linux'"


def test_a_context_without_address_falls_back_to_the_default(tmp_path):
    a_context(tmp_path, name="default", host="unix:///elsewhere.sock")

    assert endpoints({"HOME": str(tmp_path)})[0].url == DEFAULT


def test_sockets_of_desktop_and_rootless_engines_are_tried_after_the_default(tmp_path):
    desktop = tmp_path / ".docker" / "run" / "docker.sock"
    desktop.parent.mkdir(parents=True)
    desktop.touch()
    (tmp_path / "docker.sock").touch()

    found = endpoints({"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)})

    assert [each.url for each in found] == [
        DEFAULT,
        f"unix://{desktop}",
        f"unix://{tmp_path}/docker.sock",
    ]
