import json
import os
import socket

import pytest

from tests.unit.bootstrap.factories import a_checkpoint, a_container, places_in
from tools.bootstrap.backend import (
    VOLUME,
    backend_url,
    checkpoint_file,
    local_folder,
    parse_checkpoint,
    read_checkpoint,
    state_locks,
)
from tools.bootstrap.errors import StateError
from tools.bootstrap.recovery import check_locks, drift, explain, gone

URN = "urn:pulumi:dev::pharos::docker:index/container:Container::items"
GONE = 2**22 + 1


def a_lock(folder, *, pid, host=None):
    path = folder / "locks" / "organization" / "pharos" / "dev" / "1.json"
    path.parent.mkdir(parents=True)
    content = {"pid": pid, "hostname": host or socket.gethostname()}
    path.write_text(json.dumps(content))


def test_the_environment_wins_over_the_setting_and_that_over_the_folder(tmp_path):
    where = places_in(tmp_path)

    assert backend_url(where, None, {}) == f"file://{tmp_path}/home/backend"
    assert backend_url(where, "s3://b", {}) == "s3://b"
    assert backend_url(where, "s3://b", {"PULUMI_BACKEND_URL": "gs://c"}) == "gs://c"


def test_only_a_file_backend_is_a_folder(tmp_path):
    assert local_folder(f"file://{tmp_path}/a%20b") == tmp_path / "a b" / ".pulumi"
    assert local_folder("https://api.pulumi.com") is None


def test_a_stack_without_file_is_not_known(tmp_path):
    assert read_checkpoint(tmp_path, "dev") is None


def test_pending_operations_are_read_with_what_they_were_to_make():
    text = a_checkpoint(
        resources=[URN],
        pending=[("creating", URN, "docker:index/container:Container", {"name": "x"})],
    )

    found = parse_checkpoint(text)

    assert found.resources == (URN,)
    assert found.pending[0].name == "items"
    assert found.pending[0].inputs == {"name": "x"}
    assert "cut off while creating items" in explain(found.pending)


def test_a_damaged_state_names_the_copies(tmp_path):
    path = checkpoint_file(tmp_path, "dev")
    path.parent.mkdir(parents=True)
    path.write_text('{"checkpoint": ')

    with pytest.raises(StateError, match=r"dev\.json is damaged .*dev\.json\.bak"):
        read_checkpoint(tmp_path, "dev")


def test_the_lock_of_a_process_that_is_gone_is_stale(tmp_path):
    a_lock(tmp_path, pid=GONE)

    assert check_locks(state_locks(tmp_path, "dev"), "dev")


def test_without_locks_nothing_has_to_be_removed(tmp_path):
    assert not check_locks(state_locks(tmp_path, "dev"), "dev")


@pytest.mark.parametrize(
    ("pid", "host"), [(os.getpid(), None), (GONE, "another-machine")]
)
def test_a_lock_whose_holder_may_be_at_work_is_respected(tmp_path, pid, host):
    a_lock(tmp_path, pid=pid, host=host)

    with pytest.raises(StateError, match=f"locked by process {pid} on"):
        check_locks(state_locks(tmp_path, "dev"), "dev")


def test_a_container_that_somebody_removed_is_missed():
    text = a_checkpoint(containers=[("1", "pharos-dev-items"), ("2", "pharos-dev-x")])

    class Listing:
        def containers(self):
            return [a_container(id="1")]

    assert gone(parse_checkpoint(text), Listing()) == ["pharos-dev-x"]


def test_what_a_preview_does_not_see_is_told():
    names = ("items", "payment", "web", "checkout")
    text = a_checkpoint(containers=[(n, f"pharos-dev-{n}") for n in names])
    there = [
        a_container(id="payment", state="exited"),
        a_container(id="web", state="running"),
        a_container(id="checkout", state="paused"),
    ]

    assert drift(parse_checkpoint(text), there, "dev") == [
        "items is gone from the engine; `make up` makes it again",
        "payment is stopped; `make up` has it go on",
        "checkout is paused; `make up` has it go on",
    ]


def test_volumes_that_an_update_could_delete_are_told():
    def volume(name, **more):
        urn = f"urn:pulumi:dev::pharos::{VOLUME}::{name}"
        return {"urn": urn, "type": VOLUME, "id": name, **more}

    resources = [volume("a", protect=True), volume("b"), volume("c", protect=False)]
    text = json.dumps({"checkpoint": {"latest": {"resources": resources}}})

    exposed = parse_checkpoint(text).exposed_volumes

    assert [urn.rpartition("::")[2] for urn in exposed] == ["b", "c"]
