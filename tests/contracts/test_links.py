"""Every link of every page leads somewhere."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MAKE = re.compile(r"(?:^|`)make ([a-z][a-z-]*)", re.MULTILINE)


def pages():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return sorted(name for name in listed if (ROOT / name).exists())


def links(page):
    return [
        link.split("#")[0]
        for link in _LINK.findall((ROOT / page).read_text())
        if not re.match(r"[a-z]+:|#", link)
    ]


def anchor(heading):
    words = re.sub(r"[^\w\- ]", "", heading.lower())
    return words.replace(" ", "-")


@pytest.mark.parametrize("page", pages())
def test_links_lead_to_files(page):
    missing = [
        link for link in links(page) if not ((ROOT / page).parent / link).exists()
    ]

    assert missing == []


@pytest.mark.parametrize("page", pages())
def test_links_to_headings_find_them(page):
    found = re.findall(r"\]\(([^)\s:]*)#([^)\s]+)\)", (ROOT / page).read_text())
    for file, fragment in found:
        target = (ROOT / page).parent / file if file else ROOT / page
        headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
        assert fragment in {anchor(heading) for heading in headings}, file


@pytest.mark.parametrize("page", pages())
def test_make_commands_exist(page):
    targets = set(
        re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    )

    assert set(_MAKE.findall((ROOT / page).read_text())) - targets == set()


def test_every_top_level_folder_says_what_lives_in_it():
    listed = subprocess.run(
        ["git", "ls-tree", "-d", "--name-only", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    folders = [name for name in listed if not name.startswith(".")]

    assert [name for name in folders if not (ROOT / name / "README.md").exists()] == []
