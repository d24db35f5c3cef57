"""The bytes of a request without their compression, and never too many."""

import zlib

from aiops.adapters.otlp import limits
from aiops.errors import InvalidInput

PROTOBUF = "application/x-protobuf"
JSON = "application/json"
_GZIP = 16 + zlib.MAX_WBITS


def content_type(mimetype: str) -> str:
    """
    Return the content type, which is one of OTLP's two.

    Raises:
        InvalidInput: 415 for another one.
    """
    if mimetype in (PROTOBUF, JSON):
        return mimetype
    raise InvalidInput(
        f"the content type {mimetype[:100]!r} is not understood; send {PROTOBUF} or"
        f" {JSON}",
        status=415,
    )


def most_bytes(kind: str) -> int:
    """Return how large a decompressed body of this content type may be."""
    return limits.MAX_JSON_BYTES if kind == JSON else limits.MAX_PROTOBUF_BYTES


def plain(body: bytes, encoding: str, most: int) -> bytes:
    """
    Return *body* without its compression.

    Args:
        encoding: As the header says; empty for none.
        most: Bytes that the result may have.

    Raises:
        InvalidInput: 413 when it would be larger, 415 for another compression than
            gzip, 400 when it is not what the header says.
    """
    if encoding in ("", "identity"):
        if len(body) > most:
            raise too_large(most)
        return body
    if encoding != "gzip":
        raise InvalidInput(
            f"the content encoding {encoding[:50]!r} is not understood; send gzip, or"
            " none",
            status=415,
        )
    return _gunzip(body, most)


def too_large(most: int) -> InvalidInput:
    """Return the refusal of a body of more than *most* bytes."""
    return InvalidInput(
        f"the body is larger than {most} bytes; send smaller batches", status=413
    )


def _gunzip(body: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        # One more than allowed tells a bomb from what just fits, and stops there.
        found = unpacker.decompress(body, most + 1)
    except zlib.error as error:
        raise InvalidInput(f"the body is not gzip: {error}", status=400) from None
    if len(found) > most:
        raise too_large(most)
    if not unpacker.eof:
        raise InvalidInput("the body's gzip is cut off; send all of it", status=400)
    if unpacker.unused_data:
        raise InvalidInput(
            "there is something behind the body's gzip; send one member", status=400
        )
    return found
