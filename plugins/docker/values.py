"""Pulumi's property values as plain ones and back, with their secrets kept."""

from collections.abc import Mapping

from pulumi.provider.experimental.property_value import Computed, PropertyValue

from plugins.docker.kinds import UNKNOWN, Plain, Values

Properties = dict[str, PropertyValue]


def plain(properties: Mapping[str, PropertyValue]) -> Values:
    """Return *properties* without secrets' marks, nulls left out."""
    values = {key: _plain(item) for key, item in properties.items()}
    return {key: value for key, value in values.items() if value is not None}


def _plain(item: PropertyValue) -> Plain:
    value = item.value
    if isinstance(value, Computed):
        return UNKNOWN
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    # Assets and resource references: no input of ours takes one.
    return str(value)


def wrapped(values: Values, *sources: Mapping[str, PropertyValue]) -> Properties:
    """
    Return *values* as properties; what is secret in a source is secret here.

    Args:
        sources: Properties with the same names that *values* come from.
    """
    properties = {key: _wrapped(value) for key, value in values.items()}
    for source in sources:
        properties = {
            key: _with_secrets(item, source.get(key))
            for key, item in properties.items()
        }
    return properties


def _wrapped(value: Plain) -> PropertyValue:
    if isinstance(value, dict):
        return PropertyValue({key: _wrapped(item) for key, item in value.items()})
    if isinstance(value, list):
        return PropertyValue([_wrapped(item) for item in value])
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value))
    return PropertyValue(value)


def _with_secrets(item: PropertyValue, source: PropertyValue | None) -> PropertyValue:
    if source is None or not source.contains_secret():
        return item
    if (
        not source.is_secret
        and isinstance(item.value, Mapping)
        and isinstance(source.value, Mapping)
    ):
        inner = source.value
        return item.with_value(
            {k: _with_secrets(v, inner.get(k)) for k, v in item.value.items()}
        )
    # The items of a list may have moved: all of it is secret then.
    return item.with_secret(True)
