"""Blocks of Prometheus's storage: made by promtool, linked together, compared."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from tests.benchmarks.query_cost.samples import END
from tests.rules.promtool import resolved

HOUR_S = 3600
# The largest block that Prometheus makes where it keeps 15 days.
BLOCK_S = 18 * HOUR_S
_SHORTEST_S = 2 * HOUR_S


def pieces(begin_s: int, end_s: int) -> list[tuple[int, int]]:
    """Return the time from *begin_s* to *end_s* cut where blocks are."""
    first = begin_s // BLOCK_S * BLOCK_S
    return [
        (max(at, begin_s), min(at + BLOCK_S, end_s))
        for at in range(first, end_s, BLOCK_S)
    ]


def make_block(lines: Iterable[str], folder: Path) -> None:
    """
    Fill *folder*, whole or not at all, with the blocks of *lines* (OpenMetrics).

    Raises:
        RuntimeError: When promtool refuses them; says why.
    """
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    text = part.with_suffix(".txt")
    try:
        with text.open("w") as file:
            file.writelines(lines)
            file.write(END)
        _import(text, part)
    finally:
        text.unlink(missing_ok=True)
    part.rename(folder)


def _import(text: Path, folder: Path) -> None:
    argv = list(resolved().tool("promtool"))
    if argv[1:2] == ["run"]:
        argv[2:2] = [
            *("-v", f"{folder.parent}:{folder.parent}"),
            *("--user", f"{os.getuid()}:{os.getgid()}"),
        ]
    done = subprocess.run(
        [
            *(*argv, "tsdb", "create-blocks-from"),
            *("--quiet", f"--max-block-duration={BLOCK_S // HOUR_S}h"),
            *("openmetrics", str(text), str(folder)),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"promtool made no blocks: {done.stderr[-500:]}")


def link(blocks: Iterable[Path], data: Path) -> None:
    """Make *data* a storage of the same blocks, without copying them."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    for block in blocks:
        shutil.copytree(block, data / block.name, copy_function=os.link)


def blocks_in(folder: Path) -> list[Path]:
    """Return the blocks below *folder*."""
    return sorted(meta.parent for meta in folder.rglob("meta.json"))


def overlap(data: Path) -> bool:
    """Tell whether Prometheus has still to merge blocks of the same time."""
    spans = []
    for block in blocks_in(data):
        try:
            meta = json.loads((block / "meta.json").read_text())
        except FileNotFoundError:
            return True  # Merged in this moment.
        spans.append((meta["minTime"], meta["maxTime"]))
    return any(one[1] > other[0] for one, other in pairwise(sorted(spans)))


def size(folder: Path) -> int:
    """Return the bytes of all files below *folder*."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
