"""Folders and reloads against a real Prometheus in a real engine."""

import os
import secrets
import time
import urllib.request

import pytest

from infra.providers.folder import FolderProvider
from infra.providers.ownership import give_by_engine
from infra.providers.process import ReloadError
from infra.providers.reload import ReloadProvider
from infra.specs.prometheus import RELOAD
from tests.rules.promtool import resolved

pytestmark = pytest.mark.docker

CONFIG = """\
global: {scrape_interval: 1h}
rule_files: [/etc/prometheus/rules/*.yaml]
"""
RULE = """\
groups:
- name: x
  rules:
  - alert: %s
    expr: vector(1)
"""


@pytest.fixture(scope="module")
def images():
    return resolved()


@pytest.fixture
def folder(tmp_path):
    return {
        "path": str(tmp_path / "files"),
        "files": {"prometheus.yml": CONFIG, "rules/a.yaml": RULE % "First"},
        "secrets": {},
        "uid": 65534.0,
        "gid": 65534.0,
        "image": "",
    }


@pytest.fixture
def state(folder, tmp_path):
    # Entered by the container's user, as PHAROS_HOME's inner folders are.
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)
    return FolderProvider().create(folder).outs


@pytest.fixture
def prometheus(engine, images, folder, state, free_port):
    container = engine.containers.run(
        images["prometheus"].reference,
        [
            "--config.file=/etc/prometheus/prometheus.yml",
            "--storage.tsdb.path=/tmp",
            "--web.listen-address=:9090",
        ],
        name=f"pharos-test-reload-{secrets.token_hex(4)}",
        detach=True,
        user="65534:65534",
        read_only=True,
        tmpfs={"/tmp": "mode=1777"},
        ports={"9090/tcp": ("127.0.0.1", free_port)},
        volumes={folder["path"]: {"bind": "/etc/prometheus", "mode": "ro"}},
    )
    try:
        wait_for(f"http://127.0.0.1:{free_port}/-/ready")
        yield container
    finally:
        container.remove(force=True, v=True)


@pytest.fixture
def wanted(prometheus, folder, free_port):
    """What the program declares of this Prometheus."""
    return {
        "container": prometheus.name,
        "container_id": prometheus.id,
        "folders": [folder["path"]],
        "versions": ["1"],
        "signal": RELOAD.signal,
        "url": f"http://127.0.0.1:{free_port}/metrics",
        "success": RELOAD.success_metric,
        "timestamp": RELOAD.timestamp_metric,
        "grace_s": 10.0,
    }


def wait_for(url, timeout_s=30):
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            return get(url)
        except OSError:
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.1)


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def rules(wanted):
    return get(wanted["url"].replace("/metrics", "/api/v1/rules"))


def rewrite(folder, state, files):
    changed = {**folder, "files": {**folder["files"], **files}}
    return FolderProvider().update("id", state, changed)


def started_at(container):
    container.reload()
    return container.attrs["State"]["StartedAt"]


def test_new_container_has_read_its_files_already(prometheus, wanted):
    ReloadProvider().create(wanted)

    assert "Loading configuration file" in prometheus.logs().decode()
    assert prometheus.logs().decode().count("Loading configuration file") == 1


def test_edited_rule_is_active_within_seconds_without_a_restart(
    prometheus, wanted, folder, state
):
    before = started_at(prometheus)
    rewrite(folder, state, {"rules/a.yaml": RULE % "Second"})
    ReloadProvider().update("id", wanted, {**wanted, "versions": ["2"]})

    assert "Second" in rules(wanted)
    assert started_at(prometheus) == before


def test_refused_file_is_an_error_and_the_old_configuration_stays(
    prometheus, wanted, folder, state
):
    rewrite(folder, state, {"rules/a.yaml": "groups: nonsense"})

    with pytest.raises(ReloadError) as caught:
        ReloadProvider().update("id", wanted, {**wanted, "versions": ["2"]})

    assert folder["path"] in str(caught.value)
    assert "rules/a.yaml" in str(caught.value)
    assert "First" in rules(wanted)


def test_corrected_file_is_taken_after_a_refusal(prometheus, wanted, folder, state):
    rewrite(folder, state, {"rules/a.yaml": "groups: nonsense"})
    with pytest.raises(ReloadError):
        ReloadProvider().update("id", wanted, wanted)
    rewrite(folder, state, {"rules/a.yaml": RULE % "Third"})

    ReloadProvider().update("id", wanted, wanted)

    assert "Third" in rules(wanted)


def test_absent_container_is_named(wanted):
    with pytest.raises(ReloadError, match="cannot reach container no-such-container"):
        ReloadProvider().create({**wanted, "container": "no-such-container"})


def test_secret_gets_its_owner_from_the_engine(images, tmp_path):
    secret = tmp_path / "token"
    secret.write_text("x")
    secret.chmod(0o400)

    give_by_engine(tmp_path, 10001, 10000, images["app"].reference)

    assert (os.stat(secret).st_uid, os.stat(secret).st_gid) == (10001, 10000)
