from pathlib import Path

import pytest

from tools.images.python_images import PYTHON_IMAGES, PythonImage
from tools.images.wheels import download_arguments, for_image, read_lock

TEXT = """\
# a comment
plain==1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
newer==2 ; python_full_version >= '3.12' \\
    --hash=sha256:cc
older==1 ; python_full_version < '3.12' \\
    --hash=sha256:dd
windows==1 ; sys_platform == 'win32' \\
    --hash=sha256:ee
"""


def test_entries_keep_their_hashes() -> None:
    assert read_lock(TEXT)[0] == [
        "plain==1 \\",
        "    --hash=sha256:aa \\",
        "    --hash=sha256:bb",
    ]


def test_markers_are_judged_for_the_image_and_not_for_this_machine() -> None:
    kept = [e[0].split("==")[0] for e in read_lock(for_image(TEXT, "x86_64"))]
    assert kept == ["plain", "older"]


@pytest.mark.parametrize("python", PYTHON_IMAGES.values(), ids=lambda each: each.key)
def test_every_entry_of_a_lock_has_a_hash(python: PythonImage) -> None:
    entries = read_lock(python.lock_file.read_text())
    assert entries
    assert [
        e[0] for e in entries if not any("--hash=sha256:" in line for line in e)
    ] == []


def test_only_wheels_for_the_image_are_downloaded() -> None:
    arguments = download_arguments("aarch64", [Path("a.txt")], Path("/out"))
    assert "--require-hashes" in arguments
    assert "--only-binary=:all:" in arguments
    assert "manylinux2014_aarch64" in arguments
