"""
Pass connections on, late or not at all, as a file says that may change meanwhile.

The file holds JSON: ``delay_s`` for each piece that a client sends, ``status`` to
answer with in place of passing on (0 passes on), ``only_from`` names a client's host.
"""

import asyncio
import json
import socket
import sys
from pathlib import Path
from typing import Any

_PIECE = 65536


class Proxy:
    """From one port of this container to *host*:*port*."""

    def __init__(self, host: str, port: int, behaviour: Path) -> None:
        self._host, self._port, self._file = host, port, behaviour

    async def serve(self) -> None:
        """Listen until the container is stopped."""
        server = await asyncio.start_server(self.accept, "0.0.0.0", self._port)  # noqa: S104
        async with server:
            await server.serve_forever()

    async def accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one client until it leaves."""
        client = str(writer.get_extra_info("peername")[0])
        try:
            there, to_there = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.close()
            return
        back = asyncio.create_task(_pipe(there, writer))
        try:
            while piece := await reader.read(_PIECE):
                now = self._now(client)
                await asyncio.sleep(now.get("delay_s", 0))
                if now.get("status"):
                    writer.write(_answer(int(now["status"])))
                    await writer.drain()
                    break
                to_there.write(piece)
                await to_there.drain()
        except OSError:
            pass
        finally:
            to_there.close()
            back.cancel()
            writer.close()

    def _now(self, client: str) -> dict[str, Any]:
        """Return how a piece of *client* is treated."""
        try:
            found: dict[str, Any] = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return {}
        wanted = found.get("only_from")
        return found if not wanted or _is(wanted, client) else {}


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


def _is(host: str, address: str) -> bool:
    try:
        return socket.gethostbyname(host) == address
    except OSError:
        return False


def _answer(status: int) -> bytes:
    head = f"HTTP/1.1 {status} Unavailable\r\nContent-Length: 0\r\nConnection: close"
    return f"{head}\r\n\r\n".encode()


if __name__ == "__main__":
    asyncio.run(Proxy(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])).serve())
