"""Ids and names that every span and line has."""

from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from aiops.adapters.otlp import limits
from aiops.adapters.otlp.attributes import clean, text_of
from aiops.adapters.otlp.decoded import Unusable

_NO_TRACE = bytes(16)
_NO_SPAN = bytes(8)
UNKNOWN_SERVICE = "unknown_service"


def trace_id(raw: bytes) -> str:
    """Return 32 hex digits."""
    if len(raw) != 16 or raw == _NO_TRACE:
        raise Unusable("trace id is not 16 bytes")
    return raw.hex()


def span_id(raw: bytes) -> str:
    """Return 16 hex digits."""
    if len(raw) != 8 or raw == _NO_SPAN:
        raise Unusable("span id is not 8 bytes")
    return raw.hex()


def parent_id(raw: bytes) -> str:
    """Return 16 hex digits; nothing for a root span."""
    if not raw or raw == _NO_SPAN:
        return ""
    if len(raw) != 8:
        raise Unusable("parent span id is not 8 bytes")
    return raw.hex()


def service_of(resource: Resource) -> str:
    """Return the name of the service that sent this."""
    for pair in resource.attributes:
        if pair.key == "service.name":
            name = clean(text_of(pair.value), limits.KEY_CHARS)
            return name or UNKNOWN_SERVICE
    return UNKNOWN_SERVICE
