from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.runtime import rpc

from plugins.docker.kinds import UNKNOWN, has_unknown
from plugins.docker.values import plain, wrapped

LEAVES = st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4))
def test_values_survive_being_wrapped(values: dict[str, Any]) -> None:
    assert plain(wrapped(values)) == values


def test_unknown_is_the_sdks() -> None:
    assert UNKNOWN == rpc.UNKNOWN
    assert has_unknown({"a": [UNKNOWN]})


def test_nulls_are_left_out() -> None:
    assert plain({"a": PropertyValue(None)}) == {}


def test_secret_property_stays_secret() -> None:
    source = {"token": PropertyValue("x", is_secret=True)}
    assert wrapped({"token": "x", "name": "y"}, source)["token"].is_secret


def test_list_with_a_secret_item_is_secret_as_a_whole() -> None:
    source = {"envs": PropertyValue([PropertyValue("A=1", is_secret=True)])}
    assert wrapped({"envs": ["B=2", "A=1"]}, source)["envs"].is_secret


def test_only_the_secret_field_of_a_map_is_secret() -> None:
    source = {
        "options": PropertyValue(
            {"a": PropertyValue("x", is_secret=True), "b": PropertyValue("y")}
        )
    }
    options = wrapped({"options": {"a": "x", "b": "y"}}, source)["options"].value
    assert isinstance(options, dict) or hasattr(options, "items")
    assert {k: v.is_secret for k, v in dict(options).items()} == {"a": True, "b": False}
