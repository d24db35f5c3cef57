import os
import socket

import pytest

from tests.unit.bootstrap.factories import a_container
from tools.bootstrap import ports
from tools.bootstrap.ports import (
    conflicts,
    inodes_of,
    may_publish,
    owner,
    taken_ports,
)

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 111 1
   1: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000 0 0 222 1
   2: 0200007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 333 1
   3: 00000000:2382 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 444 1
"""  # noqa: E501


@pytest.fixture
def listener():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_only_listeners_that_are_in_the_way_are_read_from_the_table():
    assert list(inodes_of(8080, TABLE)) == ["111"]
    assert list(inodes_of(9090, TABLE)) == ["444"]
    assert list(inodes_of(1234, TABLE)) == []


def test_a_listening_process_is_named(listener):
    assert owner(listener).startswith(f"process {os.getpid()} (")


def test_a_port_that_somebody_listens_on_is_taken(listener, free_port):
    assert taken_ports([listener, free_port]) == {listener}


def test_a_container_of_another_stack_is_named():
    other = a_container(name="pharos-blue-gateway", stack="blue", ports=(8080,))

    found = conflicts({"gateway": 8080}, "dev", [other], {8080})

    assert found == {"gateway": "container pharos-blue-gateway"}


def test_a_container_that_binds_no_host_socket_is_found_too():
    other = a_container(name="web", ports=(8080,))

    assert conflicts({"gateway": 8080}, "dev", [other], set())


def test_the_stack_itself_is_no_conflict():
    own = a_container(name="pharos-dev-gateway", stack="dev", ports=(8080,))

    assert conflicts({"gateway": 8080}, "dev", [own], {8080}) == {}


@pytest.mark.parametrize(
    ("process", "may"),
    [
        ("", True),
        ("process 7 (/usr/bin/docker-proxy -proto tcp -host-ip 127.0.0.1)", True),
        ("process 7 (/usr/sbin/nginx)", False),
    ],
)
def test_what_an_engine_may_publish_is_told_from_other_processes(process, may):
    assert may_publish(process) is may


def test_without_an_engine_a_port_that_may_be_the_stack_s_own_is_no_conflict(
    monkeypatch,
):
    monkeypatch.setattr(ports, "owner", lambda port: "process 7 (docker-proxy …)")

    assert conflicts({"gateway": 8080}, "dev", None, {8080}) == {}
    assert conflicts({"gateway": 8080}, "dev", [], {8080}) == {
        "gateway": "process 7 (docker-proxy …)"
    }


def test_a_process_is_named_when_no_container_has_the_port(listener):
    found = conflicts({"gateway": listener}, "dev", [], {listener})

    assert found["gateway"].startswith(f"process {os.getpid()}")
