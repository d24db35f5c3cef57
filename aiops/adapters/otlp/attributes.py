"""OpenTelemetry's attributes as a bounded number of short, redacted texts."""

from collections.abc import Iterable

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from aiops.adapters.otlp import limits
from aiops.domain.redaction import REMOVED, is_secret_key, redact

_DEPTH = 3
_MEMBERS = 16


def text_of(value: AnyValue, depth: int = _DEPTH) -> str:
    """Return *value* as a text; of what is nested deeply, only that it is there."""
    kind = value.WhichOneof("value")
    if kind == "string_value":
        return value.string_value
    if kind == "bool_value":
        return "true" if value.bool_value else "false"
    if kind == "int_value":
        return str(value.int_value)
    if kind == "double_value":
        return f"{value.double_value:.12g}"
    if kind == "bytes_value":
        return f"({len(value.bytes_value)} bytes)"
    if kind is None:
        return ""
    if depth == 0:
        return "…"
    if kind == "array_value":
        members = value.array_value.values[:_MEMBERS]
        return f"[{', '.join(text_of(each, depth - 1) for each in members)}]"
    pairs = value.kvlist_value.values[:_MEMBERS]
    return f"{{{', '.join(_pair(each, depth - 1) for each in pairs)}}}"


def clean(text: str, chars: int) -> str:
    """Return *text*, redacted and cut to *chars*."""
    # PostgreSQL cannot store it, and nobody needs it.
    if "\0" in text:
        text = text.replace("\0", "")
    # What is cut off is not looked through; a secret at the cut is still seen whole.
    text = redact(text[: 2 * chars + 256])
    return text if len(text) <= chars else f"{text[: chars - 1]}…"


def attributes_of(
    pairs: Iterable[KeyValue], room: int = limits.ATTRIBUTES
) -> dict[str, str]:
    """Return up to *room* attributes, by their key."""
    found: dict[str, str] = {}
    for pair in pairs:
        if len(found) >= room:
            break
        key = pair.key
        if not key:
            continue
        if len(key) > limits.KEY_CHARS or not key.isprintable():
            key = clean(key, limits.KEY_CHARS)
        # Reading the text that is most often there costs half of asking what is.
        text = pair.value.string_value or text_of(pair.value)
        secret = is_secret_key(key)
        found[key] = REMOVED if secret else clean(text, limits.VALUE_CHARS)
    return found


def _pair(pair: KeyValue, depth: int) -> str:
    text = REMOVED if is_secret_key(pair.key) else text_of(pair.value, depth)
    return f"{pair.key}: {text}"
