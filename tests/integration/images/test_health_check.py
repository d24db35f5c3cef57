"""The static health check, against answers of every kind, and its stand-in alike."""

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.tools import require
from tools.images.gobuild import ensure_program
from tools.images.programs import HC
from tools.images.site import HC_SCRIPT, host_machine

GOOD = [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 204 No Content\r\n\r\n"]
BAD = [
    b"HTTP/1.1 503 Service Unavailable\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n",
    b"200 hello\r\n",
    b"",
]


@pytest.fixture(scope="module", params=["binary", "script"])
def check(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    if request.param == "script":
        return [sys.executable, str(HC_SCRIPT)]
    require("go")
    folder: Path = ensure_program(
        HC,
        cache=tmp_path_factory.mktemp("cache"),
        machine=host_machine(),
        on_line=lambda _: None,
    )
    return [str(folder / "hc")]


def status_for(check: list[str], answer: bytes, *more: str) -> int:
    """Return the exit status when a server gives *answer* to one request."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        port = server.getsockname()[1]
        done = subprocess.run(
            [*check, str(port), "/", *more], capture_output=True, check=False
        )
        thread.join()
    return done.returncode


@pytest.mark.parametrize("answer", GOOD)
def test_2xx_is_healthy(check: list[str], answer: bytes) -> None:
    assert status_for(check, answer) == 0


@pytest.mark.parametrize("answer", BAD)
def test_anything_else_is_not(check: list[str], answer: bytes) -> None:
    assert status_for(check, answer) == 1


def test_a_closed_port_is_not_healthy(check: list[str], free_port: int) -> None:
    done = subprocess.run(
        [*check, str(free_port), "/"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "hc: " in done.stderr


@pytest.mark.parametrize(
    ("answer", "words", "rests"),
    [(GOOD[0], ["1"], True), (GOOD[0], ["0"], False), (BAD[0], ["1"], False)],
)
def test_a_good_answer_alone_is_rested_after(
    check: list[str], answer: bytes, words: list[str], rests: bool
) -> None:
    # The first process of the machine is old enough.
    began_s = time.monotonic()
    status_for(check, answer, *words)

    assert (time.monotonic() - began_s >= 1) is rests or check[0] == sys.executable
