"""The files of an image as a stream: nothing of it runs, nothing is kept on disk."""

import io
import tarfile
from collections.abc import Iterator
from typing import IO, Any

from tools.images.engine import Engine


class _Chunks(io.RawIOBase):
    """Bytes that come in pieces, as a file that can only be read forward."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill *buffer* with what comes next."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def files(engine: Engine, image_id: str) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """
    Yield every regular file of an image; each has to be read before the next comes.

    A container is made for it, since the engine flattens layers only there. It is
    never started, and removed at the end.
    """
    # An image without a command is refused, so it gets one that is never run.
    made = engine.api.create_container(image_id, command=["-"], network_disabled=True)
    try:
        pieces = engine.api.export(made["Id"], chunk_size=1 << 20)
        stream = io.BufferedReader(_Chunks(iter(pieces)), buffer_size=1 << 20)
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                if member.isreg() and (content := tar.extractfile(member)):
                    yield member, content
    finally:
        engine.api.remove_container(made["Id"], v=True, force=True)
