"""Take memory until a share of the container's limit is used, while a flag is there."""

import sys
import time
from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")
# Version 2 of control groups, else version 1.
_FILES = (
    ("memory.max", "memory.current"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
)
_PIECE = 2**20


def main(flag: str, at_most_s: str, share: str) -> None:
    """Take a MiB at a time, as a leak does, and keep all of it."""
    limit, usage = next(
        (_CGROUP / limit, _CGROUP / usage)
        for limit, usage in _FILES
        if (_CGROUP / limit).exists()
    )
    wanted = float(share) * int(limit.read_text())
    end_s = time.monotonic() + float(at_most_s)
    pieces = []
    while Path(flag).exists() and time.monotonic() < end_s:
        if int(usage.read_text()) + _PIECE < wanted:
            # Written to, else the kernel does not give it.
            pieces.append(b"x" * _PIECE)
        else:
            time.sleep(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:])
