import os

from hypothesis import given
from hypothesis import strategies as st

from app.server.options import GRACEFUL_TIMEOUT_S, memory_folder, options
from app.server.process import free_slot
from app.settings import Settings


@given(st.sets(st.integers(0, 20)))
def test_a_new_worker_gets_a_number_that_no_living_one_has(taken):
    slot = free_slot(taken)

    assert slot not in taken
    assert slot <= len(taken)


def test_the_server_has_one_worker_with_threads_and_no_control_socket():
    chosen = options(Settings())

    assert (chosen["workers"], chosen["threads"]) == (1, 8)
    assert chosen["worker_class"] == "gthread"
    assert chosen["control_socket_disable"] is True
    assert chosen["bind"] == ["127.0.0.1:8080"]


def test_a_container_is_not_killed_before_its_requests_are_done():
    assert GRACEFUL_TIMEOUT_S < 10


def test_heartbeats_go_where_this_process_may_write():
    assert os.access(memory_folder(), os.W_OK)
