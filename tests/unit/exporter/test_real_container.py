import json
import os
import secrets
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from exporter.cgroups import Cgroups
from exporter.collector import ContainerCollector
from exporter.names import NamesFile
from tests.tools import require

pytestmark = pytest.mark.docker

ROOT = Path("/sys/fs/cgroup")
LABELS = {"name": "real", "service": "probe"}


@pytest.fixture
def real_container(engine, tiny_image):
    """A real container with 32 MiB and half a CPU that burns some of it."""
    require("cgroup files", found=ROOT.is_dir())
    container = engine.containers.run(
        tiny_image,
        [
            "/bin/sh",
            "-c",
            "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; "
            "while :; do sleep 1; done",
        ],
        name=f"pharos-test-{secrets.token_hex(4)}",
        detach=True,
        network_mode="none",
        mem_limit="32m",
        memswap_limit="32m",
        nano_cpus=500_000_000,
    )
    yield container
    container.remove(force=True)


def read(container, tmp_path):
    """The samples of *container* as the exporter shows them."""
    names = tmp_path / "names.json"
    names.write_text(json.dumps({container.id: LABELS}))
    registry = CollectorRegistry()
    registry.register(ContainerCollector(Cgroups(ROOT), NamesFile(names)))
    return {
        sample.name: sample.value
        for family in registry.collect()
        for sample in family.samples
        if sample.labels == LABELS
    }


def test_the_limits_of_a_real_container_are_read(real_container, tmp_path):
    samples = read(real_container, tmp_path)

    quota, period = (
        samples[f"container_spec_cpu_{field}"] for field in ("quota", "period")
    )
    assert samples["container_spec_memory_limit_bytes"] == 32 * 2**20
    assert quota / period == 0.5


def test_the_use_of_a_real_container_is_read(real_container, tmp_path):
    samples = read(real_container, tmp_path)

    assert samples["container_cpu_usage_seconds_total"] > 0
    assert 0 < samples["container_memory_working_set_bytes"] < 32 * 2**20
    assert samples["container_threads"] >= 1
    assert abs(samples["container_last_seen"] - os.stat(tmp_path).st_mtime) < 60
