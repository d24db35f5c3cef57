"""Metrics of containers, under the names that cAdvisor gave them."""

from catalog.metrics import Metric, MetricKind

# `name` is the container's, `service` the catalog's.
CONTAINER_LABELS = ("name", "service")


def _counter(name: str, help_: str, unit: str = "") -> Metric:
    return Metric(
        name=name,
        kind=MetricKind.COUNTER,
        help=help_,
        labels=CONTAINER_LABELS,
        unit=unit,
    )


def _gauge(name: str, help_: str, unit: str = "") -> Metric:
    return Metric(
        name=name, kind=MetricKind.GAUGE, help=help_, labels=CONTAINER_LABELS, unit=unit
    )


CPU_USAGE = _counter(
    "container_cpu_usage_seconds_total", "CPU time used.", unit="seconds"
)
CPU_USER = _counter(
    "container_cpu_user_seconds_total", "CPU time used in user mode.", unit="seconds"
)
CPU_SYSTEM = _counter(
    "container_cpu_system_seconds_total",
    "CPU time used in kernel mode.",
    unit="seconds",
)
CPU_PERIODS = _counter(
    "container_cpu_cfs_periods_total", "Enforcement periods of the CPU limit."
)
CPU_THROTTLED_PERIODS = _counter(
    "container_cpu_cfs_throttled_periods_total",
    "Enforcement periods in which the CPU limit held the container back.",
)
CPU_THROTTLED = _counter(
    "container_cpu_cfs_throttled_seconds_total",
    "Time that the CPU limit held the container back.",
    unit="seconds",
)
SPEC_CPU_QUOTA = _gauge(
    "container_spec_cpu_quota",
    "CPU time allowed per period, in microseconds; absent without a limit.",
)
SPEC_CPU_PERIOD = _gauge(
    "container_spec_cpu_period", "Enforcement period of the CPU limit, in microseconds."
)
MEMORY_USAGE = _gauge(
    "container_memory_usage_bytes",
    "Memory charged to the container, page cache included.",
    unit="bytes",
)
MEMORY_WORKING_SET = _gauge(
    "container_memory_working_set_bytes",
    "Memory in use less the inactive page cache: what the limit is judged by.",
    unit="bytes",
)
MEMORY_RSS = _gauge(
    "container_memory_rss", "Anonymous memory, swap cache included.", unit="bytes"
)
MEMORY_CACHE = _gauge("container_memory_cache", "Page cache.", unit="bytes")
MEMORY_FAILURES = _counter(
    "container_memory_failcnt", "Times that memory use reached the limit."
)
OOM_EVENTS = _counter(
    "container_oom_events_total", "Processes that the kernel killed for want of memory."
)
SPEC_MEMORY_LIMIT = _gauge(
    "container_spec_memory_limit_bytes", "Memory limit; 0 without one.", unit="bytes"
)
PROCESSES = _gauge(
    "container_processes",
    "Processes; absent where the kernel hides other process namespaces (cgroup v1).",
)
THREADS = _gauge("container_threads", "Threads, which is what process limits count.")
FS_READS = _counter(
    "container_fs_reads_bytes_total", "Bytes read from disks.", unit="bytes"
)
FS_WRITES = _counter(
    "container_fs_writes_bytes_total", "Bytes written to disks.", unit="bytes"
)
START_TIME = _gauge(
    "container_start_time_seconds", "Unix time of the start.", unit="seconds"
)
LAST_SEEN = _gauge(
    "container_last_seen", "Unix time of the latest reading.", unit="seconds"
)

CONTAINER_METRICS = (
    CPU_USAGE,
    CPU_USER,
    CPU_SYSTEM,
    CPU_PERIODS,
    CPU_THROTTLED_PERIODS,
    CPU_THROTTLED,
    SPEC_CPU_QUOTA,
    SPEC_CPU_PERIOD,
    MEMORY_USAGE,
    MEMORY_WORKING_SET,
    MEMORY_RSS,
    MEMORY_CACHE,
    MEMORY_FAILURES,
    OOM_EVENTS,
    SPEC_MEMORY_LIMIT,
    PROCESSES,
    THREADS,
    FS_READS,
    FS_WRITES,
    START_TIME,
    LAST_SEEN,
)

EXPORTER_CONTAINERS = Metric(
    name="container_exporter_containers",
    kind=MetricKind.GAUGE,
    help="Containers found at the latest scrape, by whether the names file has them.",
    labels=("state",),
)
EXPORTER_ERRORS = Metric(
    name="container_exporter_errors_total",
    kind=MetricKind.COUNTER,
    help="What could not be read or understood, by kind.",
    labels=("kind",),
)
EXPORTER_SCRAPE_DURATION = Metric(
    name="container_exporter_scrape_duration_seconds",
    kind=MetricKind.GAUGE,
    help="Time that the latest reading of all containers took.",
    unit="seconds",
)
EXPORTER_NAMES_LOADED = Metric(
    name="container_exporter_names_loaded",
    kind=MetricKind.GAUGE,
    help="1 when the names file in its current content is in use.",
)

EXPORTER_METRICS = (
    EXPORTER_CONTAINERS,
    EXPORTER_ERRORS,
    EXPORTER_SCRAPE_DURATION,
    EXPORTER_NAMES_LOADED,
)
