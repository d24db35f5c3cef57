import json
import os

import pytest
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker
from hypothesis import given
from hypothesis import strategies as st

from app.server.options import GRACEFUL_TIMEOUT_S, memory_folder, options
from app.server.process import free_slot
from app.server.worker import answer, refusal
from app.settings import Settings


@given(st.sets(st.integers(0, 20)))
def test_a_new_worker_gets_a_number_that_no_living_one_has(taken):
    slot = free_slot(taken)

    assert slot not in taken
    assert slot <= len(taken)


def test_the_server_has_one_worker_with_threads_and_no_control_socket():
    chosen = options(Settings())

    assert (chosen["workers"], chosen["threads"]) == (1, 8)
    assert issubclass(chosen["worker_class"], ThreadWorker)
    assert chosen["control_socket_disable"] is True
    assert chosen["bind"] == ["127.0.0.1:8080"]


def test_a_container_is_not_killed_before_its_requests_are_done():
    assert GRACEFUL_TIMEOUT_S < 10


def test_heartbeats_go_where_this_process_may_write():
    assert os.access(memory_folder(), os.W_OK)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.LimitRequestLine(5000, 4094), 414),
        (errors.LimitRequestHeaders("too many"), 431),
        (errors.UnsupportedTransferCoding("gzip"), 501),
        (errors.InvalidHeaderName("Bad Header"), 400),
        (errors.InvalidChunkSize(b"ZZ"), 400),
    ],
)
def test_what_the_server_cannot_parse_is_a_problem_that_repeats_nothing(error, status):
    head, _, body = answer(refusal(error)).partition(b"\r\n\r\n")

    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/problem+json\r\nContent-Length: " in head
    assert b"Connection: close" in head
    assert json.loads(body)["status"] == status
    assert not any(word in body for word in (b"5000", b"gzip", b"Bad Header", b"ZZ"))


@pytest.mark.parametrize(
    "error", [ValueError("x"), errors.InvalidResponseHeader("x"), OSError()]
)
def test_a_failure_of_the_application_is_not_the_client_s(error):
    assert refusal(error) is None
