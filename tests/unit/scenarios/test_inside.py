"""The programs that run in containers, run here: with a real socket and database."""

import asyncio
import json
import sqlite3
import threading
import time
from contextlib import asynccontextmanager, closing

import pytest

from tools.scenarios.inside import hold_database
from tools.scenarios.inside.proxy import Proxy

ASKED, ANSWERED = b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"


async def answer(reader, writer):
    await reader.read(1024)
    writer.write(ANSWERED)
    await writer.drain()
    writer.close()


@asynccontextmanager
async def listening(handler):
    async with await asyncio.start_server(handler, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def ask(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(ASKED)
    said = await reader.read()
    writer.close()
    await writer.wait_closed()
    return said


async def through(behaviour):
    async with listening(answer) as behind:
        proxy = Proxy("127.0.0.1", behind, behaviour)
        async with listening(proxy.accept) as front:
            begin = time.monotonic()
            said = await ask(front)
            return said, time.monotonic() - begin


@pytest.mark.parametrize(
    ("behaviour", "status", "least_s"),
    [
        ({}, b"200", 0.0),
        ({"delay_s": 0.3}, b"200", 0.3),
        ({"delay_s": 0.3, "only_from": "127.0.0.1"}, b"200", 0.3),
        ({"status": 503, "only_from": "127.0.0.2"}, b"200", 0.0),
        ({"status": 503}, b"503", 0.0),
    ],
)
def test_the_proxy_does_what_its_file_says(tmp_path, behaviour, status, least_s):
    file = tmp_path / "behaviour.json"
    file.write_text(json.dumps(behaviour))

    said, took_s = asyncio.run(through(file))

    assert said.split()[1] == status
    assert took_s >= least_s


def test_the_proxy_passes_on_before_it_was_told_anything(tmp_path):
    assert asyncio.run(through(tmp_path / "none"))[0] == ANSWERED


def test_the_database_is_held_until_the_flag_is_gone(tmp_path, monkeypatch):
    database, flag = tmp_path / "shop.db", tmp_path / "flag"
    monkeypatch.setattr(hold_database, "DATABASE", str(database))
    flag.touch()
    holder = threading.Thread(
        target=hold_database.main, args=(str(flag), "20", "0.2", "0.01")
    )
    holder.start()
    time.sleep(0.1)
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        begin = time.monotonic()
        connection.execute("CREATE TABLE it (id INTEGER)")
        waited_s = time.monotonic() - begin
    flag.unlink()
    holder.join(10)

    assert not holder.is_alive()
    assert waited_s > 0.02
