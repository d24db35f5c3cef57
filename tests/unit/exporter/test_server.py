import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from exporter.__main__ import build
from exporter.settings import Settings
from tests.unit.exporter.trees import A, v2_tree


@contextmanager
def serving(root):
    """The exporter's server on a free port; yields its address."""
    names = root / "names.json"
    names.write_text(json.dumps({A: {"service": "items", "name": "x"}}))
    server = build(Settings(cgroup_root=root, names_file=names, port=0))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def get(url):
    with urllib.request.urlopen(url, timeout=5) as response:
        return response.headers["Content-Type"], response.read().decode()


def test_metrics_are_served_as_prometheus_text(tmp_path):
    with serving(v2_tree(tmp_path)) as url:
        content_type, text = get(f"{url}/metrics")

    assert content_type.startswith("text/plain; version=")
    assert 'container_memory_rss{name="x",service="items"} 5000.0' in text


def test_it_says_that_it_is_alive(tmp_path):
    with serving(v2_tree(tmp_path)) as url:
        assert get(f"{url}/health/live")[1] == "ok\n"


def test_other_paths_are_not_found(tmp_path):
    with (
        serving(v2_tree(tmp_path)) as url,
        pytest.raises(urllib.error.HTTPError, match="404") as caught,
    ):
        get(f"{url}/secrets")
    caught.value.close()


def start(**env):
    return subprocess.Popen(
        [sys.executable, "-m", "exporter"],
        env={**os.environ, **env},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_mistakes_end_the_start_with_their_fix():
    process = start(EXPORTER_CGROUP_ROOT="/nowhere")

    _, stderr = process.communicate(timeout=20)

    assert (process.returncode, "EXPORTER_CGROUP_ROOT" in stderr) == (2, True)


def resident_mib(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


@pytest.fixture
def running(tmp_path, free_port):
    """The exporter as a process; yields it with its address."""
    process = start(
        EXPORTER_CGROUP_ROOT=str(v2_tree(tmp_path)), EXPORTER_PORT=str(free_port)
    )
    url = f"http://127.0.0.1:{free_port}"
    deadline = time.monotonic() + 20
    while True:
        try:
            get(f"{url}/health/live")
            break
        except OSError:
            assert time.monotonic() < deadline, "the exporter did not start"
            time.sleep(0.05)
    yield process, url
    process.kill()
    process.communicate()


def test_sigterm_ends_it_cleanly(running):
    process, _ = running

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=5) == 0


def test_it_stays_small_while_it_is_scraped(running):
    process, url = running
    for _ in range(50):
        get(f"{url}/metrics")

    assert resident_mib(process.pid) < 30
