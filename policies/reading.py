"""Pulumi's view of resources, read without stumbling over what is not known yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from policies.model import UNKNOWN


def known(value: Any, unknown: type[Exception]) -> Any:
    """
    Return *value* as plain data; what the preview cannot know becomes ``UNKNOWN``.

    Args:
        value: Mappings and sequences that raise *unknown* where they are read.
    """
    if isinstance(value, Mapping):
        return {key: _item(value, key, unknown) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_item(value, index, unknown) for index in range(len(value))]
    return value


def _item(container: Any, key: object, unknown: type[Exception]) -> Any:
    try:
        value = container[key]
    except unknown:
        return UNKNOWN
    return known(value, unknown)
