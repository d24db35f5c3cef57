import json
import os
import shutil

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from catalog.containers import CONTAINER_METRICS, EXPORTER_METRICS
from exporter.cgroups import Cgroups, Reading
from exporter.collector import ContainerCollector
from exporter.names import NamesFile
from exporter.usage import Usage
from tests.unit.exporter.trees import TREES, A, B, v2_tree

NAMED = {A: {"service": "items", "name": "pharos-t-items"}}
LABELS = {"name": "pharos-t-items", "service": "items"}


def make_registry(root, *, names=NAMED, cgroups=None, clock=lambda: 1000.0):
    """A registry over the tree at *root*, with a names file beside it."""
    path = root / "names.json"
    path.write_text(json.dumps(names))
    registry = CollectorRegistry()
    registry.register(
        ContainerCollector(cgroups or Cgroups(root), NamesFile(path), clock)
    )
    return registry


@pytest.mark.parametrize("write", TREES.values(), ids=TREES)
def test_every_metric_of_the_catalog_is_exposed_and_no_other(tmp_path, write):
    registry = make_registry(write(tmp_path))

    names = {s.name for family in registry.collect() for s in family.samples}

    assert names == {m.name for m in (*CONTAINER_METRICS, *EXPORTER_METRICS)}


@pytest.mark.parametrize("write", TREES.values(), ids=TREES)
def test_a_named_container_is_labelled_with_its_name_and_service(tmp_path, write):
    registry = make_registry(write(tmp_path))

    value = registry.get_sample_value("container_cpu_usage_seconds_total", LABELS)
    assert value == 2.5


def test_an_unnamed_container_is_skipped_and_counted(tmp_path):
    v2_tree(tmp_path, folder=f"docker/{B}")
    registry = make_registry(v2_tree(tmp_path))

    states = {
        state: registry.get_sample_value(
            "container_exporter_containers", {"state": state}
        )
        for state in ("named", "unnamed")
    }
    assert states == {"named": 1, "unnamed": 1}


def test_a_container_that_ended_leaves_the_others(tmp_path):
    v2_tree(tmp_path, folder=f"docker/{B}")
    names = {**NAMED, B: {"service": "payment", "name": "pharos-t-payment"}}
    registry = make_registry(v2_tree(tmp_path), names=names)
    shutil.rmtree(tmp_path / "docker" / B)

    text = generate_latest(registry).decode()

    assert "pharos-t-items" in text
    assert "pharos-t-payment" not in text


def test_a_malformed_file_costs_one_container_and_is_counted(tmp_path):
    v2_tree(tmp_path, folder=f"docker/{B}", files={"cpu.stat": "lonely\n"})
    names = {**NAMED, B: {"service": "payment", "name": "pharos-t-payment"}}
    registry = make_registry(v2_tree(tmp_path), names=names)

    text = generate_latest(registry).decode()

    assert 'container_exporter_errors_total{kind="malformed"} 1.0' in text
    assert "pharos-t-items" in text


def test_a_wrong_names_file_is_counted_and_shown(tmp_path):
    registry = make_registry(v2_tree(tmp_path))
    (tmp_path / "names.json").write_text("broken")

    text = generate_latest(registry).decode()

    assert 'container_exporter_errors_total{kind="names"} 1.0' in text
    assert "container_exporter_names_loaded 0.0" in text


class MovingFolder:
    """Cgroups of one container whose folder is told by the test."""

    def __init__(self):
        self.folder, self.time_s = 1, 500.0

    def containers(self):
        return {A: None}

    def read(self, container, _folder):
        return Reading(
            container_id=container,
            usage=Usage(cpu_s=1.0),
            folder=self.folder,
            folder_time_s=self.time_s,
        )


@pytest.mark.parametrize(("folder", "started_s"), [(1, 500.0), (2, 800.0)])
def test_the_start_moves_with_a_new_folder_only(tmp_path, folder, started_s):
    cgroups = MovingFolder()
    registry = make_registry(tmp_path, cgroups=cgroups)
    generate_latest(registry)

    cgroups.folder, cgroups.time_s = folder, 800.0

    value = registry.get_sample_value("container_start_time_seconds", LABELS)
    assert value == started_s


def test_registering_reads_nothing(tmp_path):
    registry = make_registry(v2_tree(tmp_path))
    os.rename(tmp_path / "docker", tmp_path / "gone")

    assert (
        registry.get_sample_value("container_exporter_containers", {"state": "named"})
        == 0
    )
