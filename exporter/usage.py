"""What one container uses, the same from both versions of cgroups."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from exporter import parsing

# Text by file, such as "memory/memory.stat" (v1) or "memory.stat" (v2); a file that
# this kernel does not have is not in it.
Files = Mapping[str, str]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """
    One reading; None where the kernel does not tell.

    Attributes:
        cpu_quota_us: None without a limit.
        memory_limit_bytes: 0 without a limit, as cAdvisor has it.
    """

    cpu_s: float | None = None
    cpu_user_s: float | None = None
    cpu_system_s: float | None = None
    cpu_periods: int | None = None
    cpu_throttled_periods: int | None = None
    cpu_throttled_s: float | None = None
    cpu_quota_us: int | None = None
    cpu_period_us: int | None = None
    memory_bytes: int | None = None
    working_set_bytes: int | None = None
    rss_bytes: int | None = None
    cache_bytes: int | None = None
    memory_failures: int | None = None
    oom_kills: int | None = None
    memory_limit_bytes: int | None = None
    processes: int | None = None
    threads: int | None = None
    read_bytes: int | None = None
    written_bytes: int | None = None


def parsed(files: Files, name: str, parse: Callable[[str], T]) -> T | None:
    """Return the parsed content of file *name*, None where there is no such file."""
    return parse(files[name]) if name in files else None


def keyed(files: Files, name: str) -> dict[str, int]:
    """Return the values of the flat keyed file *name*, none where it is absent."""
    return parsed(files, name, parsing.pairs) or {}


def scaled(value: int | None, divisor: int) -> float | None:
    """Return *value* in the larger unit, None staying None."""
    return None if value is None else value / divisor


def working_set(usage: int | None, inactive_file: int | None) -> int | None:
    """Return memory in use less the page cache that can be dropped at once."""
    if usage is None or inactive_file is None:
        return usage
    # The two files are read at two moments, so the difference may be below zero.
    return max(usage - inactive_file, 0)
