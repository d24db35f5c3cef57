from pathlib import Path

from tools.images.base import Mirror, debootstrap_argv, read_mirror

DEB822 = """
Types: deb
URIs: http://mirror.example/debian/
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main contrib
"""
ONE_LINE = """
# deb http://commented.example/debian bookworm main
deb [signed-by=/a.gpg] http://mirror.example/debian bookworm main contrib
deb http://mirror.example/security bookworm-security main
deb http://other.example/tool stable extra
"""
FOUND = Mirror(
    main="http://mirror.example/debian", security="http://mirror.example/security"
)


def test_the_mirror_is_found_in_deb822_sources() -> None:
    assert read_mirror([DEB822]) == FOUND


def test_the_mirror_is_found_in_one_line_sources() -> None:
    assert read_mirror([ONE_LINE]) == FOUND


def test_sources_without_debian_give_no_mirror() -> None:
    assert read_mirror(["deb http://other.example/tool stable extra\n"]) is None


def test_security_updates_come_from_their_own_mirror() -> None:
    assert FOUND.lines("bookworm") == [
        "deb http://mirror.example/debian bookworm main",
        "deb http://mirror.example/debian bookworm-updates main",
        "deb http://mirror.example/security bookworm-security main",
    ]


def test_the_package_status_is_kept_beside_the_root() -> None:
    argv = debootstrap_argv(FOUND, Path("/out"))
    assert '--customize-hook=cp "$1"/var/lib/dpkg/status /out/dpkg-status' in argv
    assert "/out/root.tar" in argv
