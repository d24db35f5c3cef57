import json
import stat

import pytest

from tools.bootstrap import private_files
from tools.bootstrap.commands import rotate

TOKEN, PASSWORD = "simulation-token", "grafana-admin-password"


@pytest.fixture
def folder(tmp_path):
    private_files.ensure_secrets(tmp_path)
    return tmp_path


def secrets_of(folder):
    return private_files.read_secrets(folder)


def test_a_rotation_makes_a_new_value_and_leaves_the_others(folder):
    before = secrets_of(folder)

    old, new = rotate.begin(folder, TOKEN)

    assert old == before[TOKEN] != new
    assert len(new) > 40
    assert secrets_of(folder) == {**before, TOKEN: new}
    assert stat.S_IMODE((folder / rotate.PENDING).stat().st_mode) == 0o600


def test_a_rotation_that_was_cut_off_goes_on_with_the_same_values(folder):
    first = rotate.begin(folder, TOKEN)

    assert rotate.begin(folder, TOKEN) == first


def test_one_that_was_cut_off_before_the_new_value_was_kept_begins_again(folder):
    value = secrets_of(folder)[TOKEN]
    (folder / rotate.PENDING).write_text(json.dumps({TOKEN: value}))

    old, new = rotate.begin(folder, TOKEN)

    assert old == value != new


def test_the_old_value_is_forgotten_at_the_end_and_no_other(folder):
    rotate.begin(folder, TOKEN)
    rotate.begin(folder, PASSWORD)

    rotate.end(folder, TOKEN)
    assert PASSWORD in json.loads((folder / rotate.PENDING).read_text())

    rotate.end(folder, PASSWORD)
    assert not (folder / rotate.PENDING).exists()
