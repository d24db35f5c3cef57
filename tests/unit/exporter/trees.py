"""Small cgroup trees as the kernel would show them."""

from collections.abc import Mapping
from pathlib import Path

A = "a" * 64
B = "b" * 64

V1_FILES = {
    "cpuacct/cpuacct.usage": "2500000000\n",
    "cpuacct/cpuacct.stat": "user 150\nsystem 100\n",
    "cpu/cpu.stat": "nr_periods 20\nnr_throttled 5\nthrottled_time 750000000\n",
    "cpu/cpu.cfs_quota_us": "50000\n",
    "cpu/cpu.cfs_period_us": "100000\n",
    "memory/memory.usage_in_bytes": "9000\n",
    "memory/memory.stat": (
        "cache 1\nrss 1\ntotal_cache 4000\ntotal_rss 5000\ntotal_inactive_file 3000\n"
    ),
    "memory/memory.failcnt": "7\n",
    "memory/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
    "memory/memory.limit_in_bytes": "67108864\n",
    "pids/pids.current": "4\n",
    "pids/cgroup.procs": "11\n12\n13\n",
    "blkio/blkio.throttle.io_service_bytes_recursive": (
        "8:0 Read 100\n8:0 Write 20\n8:0 Sync 120\n8:0 Total 120\n"
        "8:16 Read 5\n8:16 Write 1\nTotal 126\n"
    ),
}
V2_FILES = {
    "cpu.stat": (
        "usage_usec 2500000\nuser_usec 1500000\nsystem_usec 1000000\n"
        "nr_periods 20\nnr_throttled 5\nthrottled_usec 750000\n"
    ),
    "cpu.max": "50000 100000\n",
    "memory.current": "9000\n",
    "memory.stat": "anon 5000\nfile 4000\ninactive_file 3000\n",
    "memory.events": "low 0\nhigh 0\nmax 7\noom 2\noom_kill 2\n",
    "memory.max": "67108864\n",
    "pids.current": "4\n",
    "cgroup.procs": "11\n12\n13\n",
    "io.stat": (
        "8:0 rbytes=100 wbytes=20 rios=3 wios=1 dbytes=0 dios=0\n"
        "8:16 rbytes=5 wbytes=1 rios=1 wios=1\n"
    ),
}


def v1_tree(root: Path, *, folder=f"docker/{A}", files: Mapping[str, str] = V1_FILES):
    """Write *files* of one container below *root*, version 1."""
    for name, text in files.items():
        controller, _, file = name.partition("/")
        _write(root / controller / folder / file, text)
    return root


def v2_tree(root: Path, *, folder=f"docker/{A}", files: Mapping[str, str] = V2_FILES):
    """Write *files* of one container below *root*, version 2."""
    _write(root / "cgroup.controllers", "cpu io memory pids\n")
    for name, text in files.items():
        _write(root / folder / name, text)
    return root


TREES = {"v1": v1_tree, "v2": v2_tree}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
