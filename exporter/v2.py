"""cgroup v2: one tree for all controllers."""

from exporter import parsing
from exporter.usage import Files, Usage, keyed, parsed, scaled, working_set

FILES = (
    "cpu.stat",
    "cpu.max",
    "memory.current",
    "memory.stat",
    "memory.events",
    "memory.max",
    "pids.current",
    "cgroup.procs",
    "io.stat",
)

_US = 1_000_000


def usage(files: Files) -> Usage:
    """
    Return what *files* (see ``FILES``) say.

    Raises:
        ValueError: When a file is not in its documented format.
    """
    cpu = keyed(files, "cpu.stat")
    quota, period = parsed(files, "cpu.max", parsing.cpu_max) or (None, None)
    memory = keyed(files, "memory.stat")
    events = keyed(files, "memory.events")
    used = parsed(files, "memory.current", int)
    read, written = parsed(files, "io.stat", parsing.io_bytes) or (None, None)
    return Usage(
        cpu_s=scaled(cpu.get("usage_usec"), _US),
        cpu_user_s=scaled(cpu.get("user_usec"), _US),
        cpu_system_s=scaled(cpu.get("system_usec"), _US),
        cpu_periods=cpu.get("nr_periods"),
        cpu_throttled_periods=cpu.get("nr_throttled"),
        cpu_throttled_s=scaled(cpu.get("throttled_usec"), _US),
        cpu_quota_us=quota,
        cpu_period_us=period,
        memory_bytes=used,
        working_set_bytes=working_set(used, memory.get("inactive_file")),
        rss_bytes=memory.get("anon"),
        cache_bytes=memory.get("file"),
        memory_failures=events.get("max"),
        oom_kills=events.get("oom_kill"),
        memory_limit_bytes=parsed(files, "memory.max", parsing.limit_or_zero),
        processes=parsed(files, "cgroup.procs", parsing.line_count),
        threads=parsed(files, "pids.current", int),
        read_bytes=read,
        written_bytes=written,
    )
