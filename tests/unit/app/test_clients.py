import re
import socket
import threading

import pytest

from app.clients.http import RETRY_AFTER_S, HttpTransport
from app.clients.transport import decode, outgoing_headers
from app.errors import PeerTimeout, PeerUnreachable
from app.observability.trace_context import Trace


@pytest.fixture
def listener():
    """A socket of this machine that accepts connections as a test says."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        yield server


def transport(listener, *, slept=None, read_timeout_s=0.2):
    return HttpTransport(
        "payment",
        f"http://127.0.0.1:{listener.getsockname()[1]}",
        read_timeout_s=read_timeout_s,
        sleep=(slept if slept is not None else []).append,
    )


def test_a_refused_connection_is_tried_again_and_then_given_up(listener):
    slept = []
    with pytest.raises(PeerUnreachable, match="payment: does not accept"):
        transport(listener, slept=slept).call("GET", "/")

    assert slept == list(RETRY_AFTER_S)


def test_a_silent_peer_is_asked_once_for_it_may_have_acted(listener):
    listener.listen()
    slept = []
    with pytest.raises(PeerTimeout, match="payment: gave no answer"):
        transport(listener, slept=slept).call("POST", "/payment", {})

    assert slept == []


def read_request(connection):
    """Return a whole request; head and body may come in pieces."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += connection.recv(65536)
    head, _, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def serve_once(listener, answer):
    """Answer one request with *answer*; return a thread and what was asked."""
    listener.listen()
    asked = []

    def serve():
        connection, _ = listener.accept()
        with connection:
            asked.append(read_request(connection))
            connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread, asked


def test_a_redirect_is_an_answer_and_is_not_followed(listener):
    answer = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"
    thread, _ = serve_once(listener, answer)
    answered = transport(listener, read_timeout_s=5).call("GET", "/")
    thread.join()

    assert answered.status == 302


def test_the_trace_context_and_the_body_are_sent(listener):
    answer = b'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"a": 1}'
    thread, asked = serve_once(listener, answer)
    answered = transport(listener, read_timeout_s=5).call(
        "POST", "/payment", {"amount_minor": 1}, {"Idempotency-Key": "k"}
    )
    thread.join()

    assert answered.body == {"a": 1}
    assert b'{"amount_minor":1}' in asked[0]
    assert b"Idempotency-Key: k" in asked[0]


def test_a_trace_goes_along_with_its_state():
    trace = Trace("a" * 32, "b" * 16, sampled=True, state="vendor=1")

    headers = outgoing_headers(None, trace)
    assert headers["traceparent"] == f"00-{'a' * 32}-{'b' * 16}-01"
    assert headers["tracestate"] == "vendor=1"


@pytest.mark.parametrize("data", [b"", b"<html>", b"[1]", b"3"])
def test_an_answer_that_is_no_json_object_has_an_empty_body(data):
    assert decode(502, data).body == {}
    assert decode(502, data).detail == "status 502"
