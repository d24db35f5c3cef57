"""Write measured figures, with their conditions, into a page."""

import os
import platform
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks" / "platform.md"
_HEAD = """\
# Benchmarks of the platform

Each section is written by the command it names. A load average well above the number
of CPUs means that the machine was busy with other work: then only the ratios say
something, and not much.
"""


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a markdown table; every column but the first is aligned right."""
    lines = [
        "| " + " | ".join(headings) + " |",
        "|---|" + "---:|" * (len(headings) - 1),
        *("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
    return "\n".join(lines)


def with_section(page: str, name: str, text: str) -> str:
    """Return *page* with section *name* replaced, or added at the end."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    present = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if present.search(page):
        return present.sub(lambda _: section, page)
    return f"{(page or _HEAD).rstrip()}\n\n{section}\n"


def conditions(engine_version: str = "") -> str:
    """Return one line about this machine, and Docker where it played a part."""
    memory_gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    one, five, _ = os.getloadavg()
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return (
        f"Conditions: {time.strftime('%Y-%m-%d', time.gmtime())}, revision "
        f"{revision or 'unknown'}, {os.cpu_count()} CPUs, {memory_gib:.0f} GiB, "
        f"{platform.system()} {platform.release()}, "
        f"{f'Docker {engine_version}, ' if engine_version else ''}Python "
        f"{platform.python_version()}; load average at the end {one:.1f} (1 min), "
        f"{five:.1f} (5 min)."
    )


def save(name: str, text: str, page: Path = PAGE) -> None:
    """Put section *name* into *page*."""
    page.parent.mkdir(parents=True, exist_ok=True)
    before = page.read_text() if page.exists() else ""
    page.write_text(with_section(before, name, text))
