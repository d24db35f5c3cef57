"""The compose file makes the same containers, or the comparison means nothing."""

import json
import secrets
import shutil
import subprocess

import pytest

from catalog.identity import LABEL_SERVICE
from tests.benchmarks.platform_compose_file import compose_file
from tests.benchmarks.platform_compose_tool import compose
from tests.tools import require

pytestmark = pytest.mark.docker

SAME_CONFIG = ("Hostname", "Entrypoint", "Cmd", "Env", "User", "Healthcheck")
SAME_HOST = (
    "ReadonlyRootfs",
    "CapDrop",
    "SecurityOpt",
    "Memory",
    "MemorySwap",
    "NanoCpus",
    "Init",
    "PortBindings",
    "RestartPolicy",
    "Ulimits",
    "LogConfig",
    "Tmpfs",
)


@pytest.fixture
def name():
    return f"pharos-test-{secrets.token_hex(4)}"


@pytest.fixture
def original(engine, tiny_image, name, free_port, tmp_path):
    """A container with everything that the platform's containers have."""
    (tmp_path / "config").mkdir()
    container = engine.containers.create(
        tiny_image,
        ["/bin/sleep", "600"],
        name=name,
        hostname="items",
        labels={LABEL_SERVICE: "items"},
        environment={"COST": "5$"},
        user="10001:10000",
        init=True,
        read_only=True,
        cap_drop=["ALL"],
        security_opt=["no-new-privileges"],
        restart_policy={"Name": "unless-stopped"},
        mem_limit="32m",
        memswap_limit="32m",
        nano_cpus=500_000_000,
        ulimits=[{"Name": "nproc", "Soft": 64, "Hard": 64}],
        tmpfs={"/tmp": "rw,noexec,size=1m"},
        ports={"8000/tcp": ("127.0.0.1", free_port)},
        volumes={str(tmp_path / "config"): {"bind": "/etc/x", "mode": "ro"}},
        log_config={"Type": "json-file", "Config": {"max-size": "1m"}},
        healthcheck={
            "Test": ["CMD", "/bin/sh", "-c", "true"],
            "Interval": 1_000_000_000,
            "Timeout": 2_000_000_000,
            "StartPeriod": 3_000_000_000,
            "Retries": 4,
        },
    )
    yield container
    container.remove(force=True, v=True)


def test_compose_makes_the_same_container(engine, original, name, tmp_path):
    require("go", found=shutil.which("go") is not None)
    file = tmp_path / "compose.json"
    project = f"{name}-compose"
    file.write_text(json.dumps(compose_file([original.attrs], project, {})))
    command = [compose(), "--progress", "quiet", "-f", file]
    try:
        subprocess.run([*command, "up", "-d", "--wait"], check=True, timeout=60)
        made = engine.containers.get(f"{project}-items-1")
        same = parts(made.attrs), made.attrs["State"]["Health"]["Status"]
    finally:
        subprocess.run([*command, "down", "--timeout", "1"], check=True, timeout=60)

    assert same == (parts(original.attrs), "healthy")


def parts(attrs):
    """What of a container both have to agree on."""
    mounts = {(m["Source"], m["Destination"], m["RW"]) for m in attrs["Mounts"]}
    config = {key: attrs["Config"][key] for key in SAME_CONFIG}
    host = {key: attrs["HostConfig"][key] for key in SAME_HOST}
    for bindings in (host["PortBindings"] or {}).values():
        bindings.sort(key=str)
    host["RestartPolicy"] = host["RestartPolicy"]["Name"]
    return mounts, config, host, attrs["Image"]
