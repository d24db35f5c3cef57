from pathlib import Path

import pytest

from exporter.errors import SettingsError
from exporter.settings import Settings, from_environment


def test_settings_come_from_the_environment(tmp_path):
    env = {
        "EXPORTER_CGROUP_ROOT": str(tmp_path),
        "EXPORTER_NAMES_FILE": "/x/names.json",
        "EXPORTER_HOST": "0.0.0.0",
        "EXPORTER_PORT": "9200",
    }

    assert from_environment(env) == Settings(
        cgroup_root=tmp_path,
        names_file=Path("/x/names.json"),
        host="0.0.0.0",
        port=9200,
    )


def test_an_empty_variable_means_the_default(tmp_path):
    env = {"EXPORTER_CGROUP_ROOT": str(tmp_path), "EXPORTER_PORT": ""}

    assert from_environment(env).port == 9101


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "²"])
def test_a_number_that_is_no_port_is_refused(tmp_path, port):
    with pytest.raises(SettingsError, match="is not a port"):
        from_environment({"EXPORTER_CGROUP_ROOT": str(tmp_path), "EXPORTER_PORT": port})


def test_all_mistakes_are_reported_together():
    with pytest.raises(SettingsError) as caught:
        from_environment({"EXPORTER_CGROUP_ROOT": "/nowhere", "EXPORTER_PORT": "x"})

    assert str(caught.value) == (
        "the container exporter cannot start:\n"
        "  EXPORTER_CGROUP_ROOT: '/nowhere' is not a folder; "
        "mount the machine's /sys/fs/cgroup there, read-only\n"
        "  EXPORTER_PORT: 'x' is not a port; give a number from 1 to 65535"
    )
