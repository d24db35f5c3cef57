"""cgroup v1: one tree per controller."""

from exporter import parsing
from exporter.usage import Files, Usage, keyed, parsed, scaled, working_set

CONTROLLERS = ("cpuacct", "cpu", "memory", "pids", "blkio")
FILES = (
    "cpuacct/cpuacct.usage",
    "cpuacct/cpuacct.stat",
    "cpu/cpu.stat",
    "cpu/cpu.cfs_quota_us",
    "cpu/cpu.cfs_period_us",
    "memory/memory.usage_in_bytes",
    "memory/memory.stat",
    "memory/memory.failcnt",
    "memory/memory.oom_control",
    "memory/memory.limit_in_bytes",
    "pids/pids.current",
    "pids/cgroup.procs",
    "blkio/blkio.throttle.io_service_bytes_recursive",
)

_NS = 1_000_000_000
# USER_HZ, which every architecture that Docker runs on shows to programs as 100.
_TICKS_PER_S = 100


def usage(files: Files) -> Usage:
    """
    Return what *files* (see ``FILES``) say.

    Raises:
        ValueError: When a file is not in its documented format.
    """
    cpu = keyed(files, "cpu/cpu.stat")
    ticks = keyed(files, "cpuacct/cpuacct.stat")
    memory = keyed(files, "memory/memory.stat")
    used = parsed(files, "memory/memory.usage_in_bytes", int)
    read, written = parsed(files, FILES[-1], parsing.throttle_bytes) or (None, None)
    return Usage(
        cpu_s=scaled(parsed(files, "cpuacct/cpuacct.usage", int), _NS),
        cpu_user_s=scaled(ticks.get("user"), _TICKS_PER_S),
        cpu_system_s=scaled(ticks.get("system"), _TICKS_PER_S),
        cpu_periods=cpu.get("nr_periods"),
        cpu_throttled_periods=cpu.get("nr_throttled"),
        cpu_throttled_s=scaled(cpu.get("throttled_time"), _NS),
        cpu_quota_us=parsed(files, "cpu/cpu.cfs_quota_us", parsing.limit),
        cpu_period_us=parsed(files, "cpu/cpu.cfs_period_us", int),
        memory_bytes=used,
        working_set_bytes=working_set(used, memory.get("total_inactive_file")),
        rss_bytes=memory.get("total_rss"),
        cache_bytes=memory.get("total_cache"),
        memory_failures=parsed(files, "memory/memory.failcnt", int),
        oom_kills=keyed(files, "memory/memory.oom_control").get("oom_kill"),
        memory_limit_bytes=parsed(
            files, "memory/memory.limit_in_bytes", parsing.limit_or_zero
        ),
        processes=parsed(files, "pids/cgroup.procs", parsing.line_count),
        threads=parsed(files, "pids/pids.current", int),
        read_bytes=read,
        written_bytes=written,
    )
