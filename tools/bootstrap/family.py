"""Which processes descend from which."""

import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path


def descendants(pid: int, *, but: Collection[int] = ()) -> list[int]:
    """Return all below *pid*, leaving out those in *but* and what is below them."""
    return below(pid, _parents(), but)


def below(
    pid: int, pairs: Iterable[tuple[int, int]], but: Collection[int] = ()
) -> list[int]:
    """
    Return all below *pid*, parents first.

    Args:
        pairs: Process and parent.
    """
    children: dict[int, list[int]] = {}
    for child, parent in pairs:
        if child not in but:
            children.setdefault(parent, []).append(child)
    found = list(children.get(pid, []))
    for each in found:
        found += children.get(each, [])
    return found


def parent_in(stat: str) -> int:
    """Return the parent as /proc/<pid>/stat has it; the name may hold anything."""
    return int(stat.rpartition(")")[2].split()[1])


def _parents() -> list[tuple[int, int]]:
    proc = Path("/proc")
    if (proc / "self" / "stat").exists():
        return list(_from_proc(proc))
    # macOS.
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=False
    ).stdout
    rows = (line.split() for line in listing.splitlines())
    return [(int(pid), int(parent)) for pid, parent in rows]


def _from_proc(proc: Path) -> Iterable[tuple[int, int]]:
    for folder in proc.glob("[0-9]*"):
        try:
            yield int(folder.name), parent_in((folder / "stat").read_text())
        except OSError:
            # It has ended meanwhile.
            continue
