"""The real Pulumi on file backends: making, backing up, restoring, moving a stack."""

import shutil
import subprocess

import pytest

from tests.tools import require
from tests.unit.bootstrap.factories import places_in
from tools.bootstrap import archive, stack_settings, state_step
from tools.bootstrap.backend import local_folder, read_checkpoint
from tools.bootstrap.commands.migrate import copy, elsewhere
from tools.bootstrap.errors import PulumiError, StateError
from tools.bootstrap.places import CHECKOUT, places
from tools.bootstrap.processes import Processes
from tools.bootstrap.pulumi_build import cached_bin


@pytest.fixture
def pulumi_folders():
    if shutil.which("pulumi"):
        return []
    found = cached_bin(places().cache)
    require("pulumi", found=found is not None)
    return [found]


@pytest.fixture
def where(tmp_path, monkeypatch):
    for name in ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    found = places_in(tmp_path)
    shutil.copy(CHECKOUT / "Pulumi.yaml", found.checkout)
    found.settings("dev").write_text("# mine\nconfig:\n  pharos:portOffset: 300\n")
    return found


@pytest.fixture
def opened(where, pulumi_folders):
    def open_again():
        file = stack_settings.read(where, "dev")
        return state_step.open_state(
            where, file, pulumi_folders, Processes(), lambda text: None
        )

    return open_again


def resources(pulumi):
    """The URNs in the state, as Pulumi's own export has them."""
    state = archive.exported(pulumi).decode()
    return state.count('"urn"')


def test_a_stack_is_made_once_and_the_checkout_stays_as_it_is(where, opened):
    before = sorted(path.name for path in where.checkout.iterdir())

    first = opened()
    salt = state_step.read_kept(first.config_file)["encryptionsalt"]
    second = opened()

    assert state_step.read_kept(second.config_file) == {
        "encryptionsalt": salt,
        "config": {"pharos:portOffset": 300},
    }
    assert sorted(path.name for path in where.checkout.iterdir()) == before
    assert read_checkpoint(local_folder(f"file://{where.backend}"), "dev") is not None


def test_a_changed_setting_reaches_pulumi_and_the_salt_stays(where, opened):
    salt = state_step.read_kept(opened().config_file)["encryptionsalt"]
    where.settings("dev").write_text("config:\n  pharos:portOffset: 400\n")

    kept = state_step.read_kept(opened().config_file)

    assert kept["config"] == {"pharos:portOffset": 400}
    assert kept["encryptionsalt"] == salt


def test_a_secret_of_the_settings_is_decrypted_with_the_kept_passphrase(where, opened):
    pulumi = opened()
    words = ["config", "set", "--secret", "pharos:simulationToken", "canary"]
    pulumi._run([*words, "--config-file", str(where.settings("dev"))])

    assert "canary" not in where.settings("dev").read_text()
    assert opened().secret("pharos:simulationToken") == "canary"


def test_a_lost_passphrase_stops_before_anything_is_written(where, opened):
    opened()
    (where.stack("dev") / "passphrase").unlink()

    with pytest.raises(StateError, match="is lost"):
        opened()


def test_another_passphrase_is_refused_by_pulumi(where, opened, monkeypatch, tmp_path):
    pulumi = opened()
    words = ["config", "set", "--secret", "pharos:simulationToken", "canary"]
    pulumi._run([*words, "--config-file", str(where.settings("dev"))])
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "another")

    with pytest.raises(PulumiError, match="passphrase"):
        opened().secret("pharos:simulationToken")


def test_a_backup_brings_a_removed_stack_back(where, opened, tmp_path):
    target = tmp_path / "b.tar"
    pulumi = opened()
    archive.write(target, pulumi, where.stack("dev"))
    phrase = (where.stack("dev") / "passphrase").read_text()
    pulumi.remove()
    shutil.rmtree(where.stack("dev"))

    content = archive.read(target, "dev")
    archive.put_back(content, where.stack("dev"))
    again = opened()
    archive.import_state(content, again)

    assert (where.stack("dev") / "passphrase").read_text() == phrase
    assert resources(again) == resources(opened())


def test_a_state_moves_to_another_folder_and_works_there(where, opened, tmp_path):
    here = opened()
    there = elsewhere(here, f"file://{tmp_path}/other")

    copy(here, there, "passphrase")
    path = where.settings("dev")
    path.write_text(
        stack_settings.with_backend(path.read_text(), f"file://{tmp_path}/other")
    )
    here.forget()

    assert path.read_text().startswith("# mine\n")
    assert opened().variables["PULUMI_BACKEND_URL"] == f"file://{tmp_path}/other"
    assert state_step.is_known(f"file://{where.backend}", "dev") is False


def test_a_state_is_not_moved_over_another_one(where, opened, tmp_path):
    here = opened()
    there = elsewhere(here, f"file://{tmp_path}/other")
    copy(here, there, "passphrase")

    with pytest.raises(StateError, match="has a stack 'dev' already"):
        copy(here, there, "passphrase")


def test_an_interrupted_pulumi_leaves_a_lock_that_is_removed(where, opened):
    pulumi = opened()
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    folder = local_folder(pulumi.variables["PULUMI_BACKEND_URL"])
    locks = folder / "locks" / "organization" / "pharos" / "dev"
    locks.mkdir(parents=True, exist_ok=True)
    lock = locks / "f3d2.json"
    host = subprocess.check_output(["uname", "-n"], text=True).strip()
    lock.write_text(
        f'{{"pid":{ended.pid},"username":"me","hostname":"{host}",'
        '"timestamp":"2026-01-01T00:00:00Z"}'
    )

    pulumi.cancel()

    assert not lock.exists()
