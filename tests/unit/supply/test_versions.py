"""Ranges of affected versions, by the OSV schema's rules."""

import pytest

from tests.unit.supply.factories import affected
from tools.supply.advisories.versions import Incomparable, first_fixed, is_affected

TWO = [("introduced", "0"), ("fixed", "1.4"), ("introduced", "2.0"), ("fixed", "2.0.3")]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.1", True),
        ("1.3.9", True),
        ("1.4rc1", True),
        ("1.4", False),
        ("1.10", False),
        ("2.0", True),
        ("2.0.2.post1", True),
        ("2.0.3", False),
    ],
)
def test_version_between_introduced_and_fixed_is_affected(version, expected):
    assert is_affected(affected(*TWO), "PyPI", version) is expected


@pytest.mark.parametrize(
    ("ecosystem", "first", "fixed", "inside", "outside"),
    [
        ("Go", "0.3.0", "0.10.1", "v0.9.0", "v0.10.1"),
        ("Go", "0", "1.2.3", "v1.2.3-0.20240101000000-abcdefabcdef", "v1.2.3"),
        ("Go", "0", "3.0.0", "v2.9.0+incompatible", "v3.0.0+incompatible"),
        ("npm", "1.0.0", "1.10.0", "1.9.0", "1.10.0"),
        ("Debian:12", "0", "2.36-9+deb12u10", "2.36-9+deb12u9", "2.36-9+deb12u10"),
        ("Debian:12", "0", "1:1.0-1", "2.0-1", "1:1.0-1"),
        ("Debian:12", "0", "1.0-1", "1.0~rc1-1", "1.0-1"),
        ("Alpine:v3.20", "0", "1.2.3-r10", "1.2.3-r9", "1.2.3-r10"),
    ],
)
def test_each_ecosystem_has_its_own_order(ecosystem, first, fixed, inside, outside):
    between = affected(("introduced", first), ("fixed", fixed))

    assert is_affected(between, ecosystem, inside)
    assert not is_affected(between, ecosystem, outside)


def test_last_affected_is_affected_itself():
    until = affected(("introduced", "1.0"), ("last_affected", "1.9"))

    assert is_affected(until, "PyPI", "1.9")
    assert not is_affected(until, "PyPI", "1.9.1")


def test_limit_ends_what_is_never_fixed():
    limited = affected(("introduced", "0"), ("limit", "2.0"))

    assert is_affected(limited, "PyPI", "1.9")
    assert not is_affected(limited, "PyPI", "2.0")


def test_listed_version_is_affected_without_a_range():
    assert is_affected(affected(versions=["2.1.dev7"]), "PyPI", "2.1.dev7")
    assert not is_affected(affected(versions=["2.1.dev7"]), "PyPI", "2.1")


def test_lowest_later_version_that_mends_it_is_named():
    assert first_fixed(affected(*TWO), "PyPI", "1.0") == "1.4"
    assert first_fixed(affected(*TWO), "PyPI", "2.0.1") == "2.0.3"
    assert first_fixed(affected(("introduced", "0")), "PyPI", "1.0") == ""


@pytest.mark.parametrize(("ecosystem", "version"), [("PyPI", "not one"), ("Ada", "1")])
def test_what_cannot_be_compared_is_said(ecosystem, version):
    everything = affected(("introduced", "1"), ecosystem=ecosystem)

    with pytest.raises(Incomparable):
        is_affected(everything, ecosystem, version)
