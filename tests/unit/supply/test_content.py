"""What the files of an image say about its packages."""

import io
import tarfile

import pytest

from tests.unit.supply.factories import package
from tools.supply.content import distribution, go, npm, python
from tools.supply.content.inventory import inventory

OS_RELEASE = 'PRETTY_NAME="Debian"\nVERSION_ID="12"\nID=debian\n'
STATUS = """\
Package: libc6
Status: install ok installed
Architecture: amd64
Source: glibc
Version: 2.36-9
Description: library
 with more: words

Package: perl-base
Status: install ok installed
Architecture: amd64
Source: perl (5.36.0-7)
Version: 5.36.0-7+b1

Package: gone
Status: deinstall ok config-files
Version: 1
"""
APK = (
    "C:Q1=\nP:musl\nV:1.2.5-r0\nA:x86_64\nL:MIT\no:musl\n\nP:ssl\nV:3.3-r1\no:openssl\n"
)
FLASK = b"Name: Flask\nVersion: 3.1\n\n"
MODULES = (
    "path\texample.invalid/foghorn\n"
    "mod\texample.invalid/foghorn\t(devel)\t\n"
    "dep\texample.invalid/old\tv1.0.0\th1:x=\n"
    "=>\texample.invalid/new\tv1.1.0\th1:y=\n"
    "dep\texample.invalid/bell\tv0.2.0\th1:z=\n"
    "build\t-compiler=gc\n"
)


def tree(files):
    """Files as an image's export gives them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            member.mode = 0o755 if "bin/" in name else 0o644
            tar.addfile(member, io.BytesIO(content))
    packed.seek(0)
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        for member in tar:
            yield member, tar.extractfile(member)


def go_binary(text=MODULES, version="go1.26.8 X:some", before=3_000_000):
    """An ELF file with the build information at a place of its own."""

    def counted(data):
        length, prefix = len(data), b""
        while length > 0x7F:
            prefix += bytes([length & 0x7F | 0x80])
            length >>= 7
        return prefix + bytes([length]) + data

    frame = b"0123456789abcdef"
    header = b"\xff Go buildinf:" + bytes([8, 2]) + bytes(16)
    said = counted(version.encode()) + counted(frame + text.encode() + frame)
    return (b"\x7fELF" + bytes(before - 4)) + header + said + bytes(600_000)


def test_dpkg_names_the_source_that_advisories_speak_of():
    libc, perl = distribution.dpkg(STATUS, "Debian:12")

    assert (libc.advised_name, libc.advised_version) == ("glibc", "2.36-9")
    assert (perl.advised_name, perl.advised_version) == ("perl", "5.36.0-7")
    assert str(libc.purl) == "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12"


def test_apk_gives_package_source_and_licence():
    musl, ssl = distribution.apk(APK, "Alpine:v3.20")

    assert (musl.name, musl.version, musl.licence) == ("musl", "1.2.5-r0", "MIT")
    assert ssl.advised_name == "openssl"
    assert str(musl.purl).startswith("pkg:apk/alpine/musl@1.2.5-r0?")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (OS_RELEASE, "Debian:12"),
        ("ID=alpine\nVERSION_ID=3.20.3\n", "Alpine:v3.20"),
        ("ID=ours\n", ""),
    ],
)
def test_distribution_has_the_name_that_advisories_use(said, expected):
    assert distribution.ecosystem(said) == expected


@pytest.mark.parametrize(
    ("more", "licence"),
    [
        ("License-Expression: MIT\nLicense: other\n", "MIT"),
        ("License: BSD\n", "BSD"),
        (
            "License: A\n long text\nClassifier: License :: OSI Approved :: X\n",
            "X",
        ),
        ("", ""),
    ],
)
def test_python_metadata_give_name_version_and_licence(more, licence):
    found = python.distribution(f"Name: Flask\nVersion: 3.1\n{more}\nText\n")

    assert found == package("Flask", "3.1", licence=licence)


def test_metadata_without_a_version_give_nothing():
    assert python.distribution("Name: half\n\n") is None
    assert npm.package(b'{"name": "half"}') is None
    assert npm.package(b"{") is None


def test_npm_packages_are_those_in_node_modules():
    assert npm.is_metadata("srv/node_modules/@invented/mooring/package.json")
    assert not npm.is_metadata("srv/package.json")
    assert not npm.is_metadata("srv/node_modules/mooring/test/package.json")
    found = npm.package(b'{"name": "mooring", "version": "1.9.0", "license": "MIT"}')
    assert found == package("mooring", "1.9.0", "npm", licence="MIT")


# The chunk in which it is read ends before, within and after the magic.
@pytest.mark.parametrize("before", [4096, (1 << 20) - 16, (1 << 20), (1 << 21) + 16])
def test_go_modules_are_read_wherever_they_lie(before):
    version, text = go.build_information(io.BytesIO(go_binary(before=before)))

    assert [(p.name, p.version) for p in go.modules(version, text)] == [
        ("stdlib", "1.26.8"),
        ("example.invalid/new", "v1.1.0"),
        ("example.invalid/bell", "v0.2.0"),
    ]


def test_words_that_only_look_like_build_information_are_passed_over():
    # As in a program that reads build information itself.
    decoy = b"\xff Go buildinf:" + bytes(2) + bytes(16)

    found = go.build_information(io.BytesIO(decoy + bytes(32) + go_binary(before=4096)))

    assert found is not None
    assert go.build_information(io.BytesIO(decoy + bytes(4096))) is None


def test_inventory_gathers_all_kinds_in_whatever_order_they_come():
    found = inventory(
        tree(
            {
                "bin/foghorn": go_binary(),
                "bin/script": b"#!/bin/sh\n" + bytes(600_000),
                "opt/lib/flask-3.1.dist-info/METADATA": FLASK,
                "srv/node_modules/m/package.json": b'{"name": "m", "version": "1.0.0"}',
                "var/lib/dpkg/status": STATUS.encode(),
                "usr/lib/os-release": OS_RELEASE.encode(),
            }
        )
    )

    assert [f"{p.ecosystem} {p.name}" for p in found] == [
        "Debian:12 libc6",
        "Debian:12 perl-base",
        "Go example.invalid/bell",
        "Go example.invalid/new",
        "Go stdlib",
        "PyPI Flask",
        "npm m",
    ]


def test_image_without_package_manager_has_a_file_per_package():
    one = STATUS.split("\n\n")[0]
    found = inventory(
        tree(
            {
                "etc/os-release": OS_RELEASE.encode(),
                "var/lib/dpkg/status.d/libc6": one.encode(),
                "var/lib/dpkg/status.d/libc6.md5sums": b"a: b\n",
            }
        )
    )

    assert [p.name for p in found] == ["libc6"]
