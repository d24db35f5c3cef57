"""
Takes a protobuf request apart, one record at a time.

A message of two bytes takes hundreds of them in memory once it is parsed. So what a
request holds is never parsed as a whole, and records are counted before.

https://protobuf.dev/programming-guides/encoding/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError, Message
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from aiops.adapters.otlp import limits
from aiops.errors import InvalidInput

# Field numbers are the same for traces and logs: of a request its parts by resource, of
# these the resource and its scopes, of a scope its records.
_PARTS, _RESOURCE, _SCOPES, _RECORDS = 1, 1, 2, 2
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one resource; those of a request can be gone through once."""

    resource: Resource
    records: Iterable[Any]


def parts(body: bytes, kind: type[Message]) -> Iterator[Part]:
    """
    Yield the parts of a request whose records are of *kind*.

    Raises:
        InvalidInput: When it holds too many records.
        DecodeError: When it is no such request.
    """
    walk = _Walk(body)
    for part, part_end in walk.members(0, len(body), _PARTS):
        resource = b"".join(
            body[at:end] for at, end in walk.members(part, part_end, _RESOURCE)
        )
        if len(resource) > limits.MAX_RECORD_BYTES:
            raise InvalidInput("a resource is too large; send less of it", status=413)
        places = [
            place
            for scope, scope_end in walk.members(part, part_end, _SCOPES)
            for place in walk.members(scope, scope_end, _RECORDS)
        ]
        walk.found += len(places)
        if walk.found > limits.MAX_RECORDS:
            raise too_many()
        yield Part(
            Resource.FromString(resource),
            (_parsed(body[at:end], kind) for at, end in places),
        )


def _parsed(data: bytes, kind: type[Message]) -> Message | None:
    """Return the record; None where it is larger than any that is of use."""
    return kind.FromString(data) if len(data) <= limits.MAX_RECORD_BYTES else None


def too_many() -> InvalidInput:
    """Return the refusal of a request of more than the largest number of records."""
    return InvalidInput(
        f"there are more than {limits.MAX_RECORDS} records; send at most so many in one"
        " request",
        status=413,
    )


class _Walk:
    """Goes over the members of a request's messages, of which there are not many."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        # Beside its records a request has few members.
        self._left = 3 * limits.MAX_RECORDS
        self.found = 0

    def members(self, at: int, end: int, wanted: int) -> Iterator[tuple[int, int]]:
        """Yield begin and end of each member that has the number *wanted*."""
        data = self._data
        while at < end:
            self._left -= 1
            if self._left < 0:
                raise too_many()
            tag, at = _varint(data, at, end)
            wire, size = tag & 7, 0
            if wire == _BYTES:
                size, at = _varint(data, at, end)
            elif wire == _VARINT:
                _, at = _varint(data, at, end)
            elif wire == _FIXED64:
                size = 8
            elif wire == _FIXED32:
                size = 4
            else:
                raise DecodeError(f"wire type {wire} is unknown")
            if size > end - at:
                raise DecodeError("a member is cut off")
            if wire == _BYTES and tag >> 3 == wanted:
                yield at, at + size
            at += size


def _varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 7 * _LONGEST_VARINT, 7):
        if at >= end:
            raise DecodeError("a number is cut off")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise DecodeError("a number is too long")
