"""
The formats of cgroup files.

Source: the kernel's admin-guide, cgroup-v1/ and cgroup-v2.rst.
"""

import re

# cgroup v1 writes "no limit" as the largest multiple of the page size.
_UNLIMITED_BYTES = 1 << 62
_CONTAINER_FOLDER = re.compile(r"(?:docker-)?([0-9a-f]{64})(?:\.scope)?")


def container_id(folder: str) -> str | None:
    """Return the container that a cgroup *folder* name belongs to, if any."""
    match = _CONTAINER_FOLDER.fullmatch(folder)
    return match[1] if match else None


def pairs(text: str) -> dict[str, int]:
    """Return the values of a flat keyed file: one ``key value`` per line."""
    return {key: int(value) for key, value in map(str.split, text.splitlines())}


def limit(text: str) -> int | None:
    """Return a limit, or None where the file says that there is none."""
    word = text.strip()
    if word in ("max", "-1"):
        return None
    value = int(word)
    return None if value >= _UNLIMITED_BYTES else value


def limit_or_zero(text: str) -> int:
    """Return a limit, or 0 where there is none, as cAdvisor does for memory."""
    return limit(text) or 0


def cpu_max(text: str) -> tuple[int | None, int]:
    """Return quota and period of ``cpu.max``, in microseconds."""
    quota, period = text.split()
    return limit(quota), int(period)


def line_count(text: str) -> int | None:
    """Return how many lines there are; None for none, which no container has."""
    return len(text.splitlines()) or None


def throttle_bytes(text: str) -> tuple[int, int]:
    """Return bytes read and written of ``blkio.throttle.io_service_bytes``."""
    rows = [line.split() for line in text.splitlines()]
    # The last row is the sum over the devices: "Total 12".
    devices = [row for row in rows if len(row) == 3]
    return (
        sum(int(value) for _, kind, value in devices if kind == "Read"),
        sum(int(value) for _, kind, value in devices if kind == "Write"),
    )


def io_bytes(text: str) -> tuple[int, int]:
    """Return bytes read and written of ``io.stat``, over all devices."""
    fields = [
        field.partition("=") for line in text.splitlines() for field in line.split()[1:]
    ]
    return (
        sum(int(value) for key, _, value in fields if key == "rbytes"),
        sum(int(value) for key, _, value in fields if key == "wbytes"),
    )
